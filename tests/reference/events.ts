import { aggregate } from './aggregates.js';
import { add, truncate } from './calendar.js';
import type { Span, TimeToConvert } from './format.js';
import { type LeafPair, sourcePairs, timeOf } from './leaves.js';
import { sure } from './refused.js';
import { type Leaf, leavesOf, type Scope } from './scope.js';
import { distinctRows } from './simple.js';
import { onWall, wallMicros } from './times.js';
import { compareValues, Day, MICROS_PER_DAY, type Stamp, type Value } from './values.js';

export const own = (pair: LeafPair, dimension: string): Value => sure(pair.pair.row.dimensions[dimension], dimension);

export const hasSame = (a: LeafPair, b: LeafPair, dimensions: readonly string[]): boolean =>
  dimensions.every((d) => own(a, d) !== null && own(b, d) !== null && compareValues(own(a, d), own(b, d)) === 0);

/** The rows of a metric that follow others: whatever the question's groups, time and conditions are. */
export function eventsOf(scope: Scope, metric: string): LeafPair[] {
  const leaf: Leaf = sure(leavesOf(scope.model, metric)[0]);
  const bare: Scope = {
    ...scope,
    dimensions: [],
    query: { ...scope.query, segments: [] },
    rowConditions: [],
    timeConditions: [],
    pairs: new Map(),
  };
  delete bare.main;
  delete bare.range;
  delete bare.relabel;
  const source = { dataset: leaf.metric.dataset, time: timeOf(scope.model, leaf), filters: leaf.filters };
  return distinctRows(sourcePairs(bare, source));
}

/** When an event was, in microseconds: its moment, and the wall clock; both the day's start where days are compared. */
export interface Moment {
  order: number;
  wall: number;
}

export const isByDay = (events: readonly LeafPair[]): boolean => events.some(({ time }) => time instanceof Day);

export function momentOf(scope: Scope, { time }: LeafPair, byDay: boolean): Moment | null {
  if (time === null) return null;
  const wall = wallMicros(onWall(scope.zone, time) as Day | Stamp);
  const day = truncate(wall, 'day');
  return byDay ? { order: day, wall: day } : { order: wallMicros(time), wall };
}

/** K4: the first event is later than the other's time minus the span. */
export const isWithin = (first: Moment, later: Moment, span: Span | undefined): boolean =>
  span === undefined || first.wall > add(later.wall, -span.count, span.grain);

const MICROS: Record<TimeToConvert['unit'], number> = {
  seconds: 1e6,
  minutes: 60e6,
  hours: 3600e6,
  days: MICROS_PER_DAY,
  weeks: 7 * MICROS_PER_DAY,
};

/** K3c: times to the millisecond, in the unit. */
export function timesTaken(times: readonly (readonly [from: number, to: number])[], said: TimeToConvert): Value {
  const millis = (micros: number) => Math.floor(micros / 1000);
  const values = times.map(([from, to]) => ((millis(to) - millis(from)) * 1000) / MICROS[said.unit]);
  return said.p === undefined ? aggregate(said.agg, values) : aggregate(said.agg, values, said.p);
}
