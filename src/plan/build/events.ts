import { type AggregateCall, call, column, literal, type Scalar } from '../../expressions/scalar.js';
import type { ConversionMetric, FunnelMetric, SimpleMetric, TimeToConvert } from '../../model/model.js';
import { type CalendarGrain, isBelowDay, isCalendarGrain } from '../../time/grain.js';
import type { Span } from '../../time/span.js';
import type { Part } from '../composition.js';
import type { Frame } from '../frame.js';
import type { Leaf } from '../leaf/leaf.js';
import { looksAway } from '../movement.js';
import { inZone } from '../periods.js';
import { type Aggregate, outputColumn, outputOf, type PlanNode } from '../plan.js';
import { isMetricTime, type Question } from '../question.js';
import { notExpressible, plus } from '../timeline.js';
import type { Composer, Scope } from './builders.js';

/**
 * When events are. They follow one another by `order`: the moment itself, or the day where the time of one of them is a
 * date. A window goes back on the wall clock of the zone.
 */
export interface Clock {
  readonly type: 'date' | 'timestamp';
  readonly order: (events: PlanNode) => Scalar;
  /** Whether an event is less than a span later than another. */
  readonly isWithin: (first: Scalar, later: Scalar, span: Span) => Scalar;
}

export function clockOf(composer: Composer, metrics: readonly SimpleMetric[]): Clock {
  const { zone } = composer.question;
  const byDay = metrics.some(
    ({ dataset, time }) => composer.model.datasets.get(dataset)?.dimensions.get(time ?? '')?.type === 'date',
  );
  const shown = (order: Scalar, grain: CalendarGrain): Scalar => {
    if (!byDay) return inZone(order, zone);
    return isBelowDay(grain) ? call('cast', [order], 'timestamp') : order;
  };
  return {
    type: byDay ? 'date' : 'timestamp',
    order: (events) => (byDay ? day(outputColumn(events, 'event.time')) : instant(events)),
    isWithin: (first, later, span) => {
      const grain = calendar(span.grain);
      return call('>', [shown(first, grain), plus(shown(later, grain), -span.count, grain)], 'boolean');
    },
  };
}

const instant = (events: PlanNode): Scalar =>
  outputColumn(events, outputOf(events).some(({ name }) => name === 'event.instant') ? 'event.instant' : 'event.time');
const day = (time: Scalar): Scalar =>
  time.type === 'date' ? time : call('trunc', [literal('day', 'text'), time], 'date');
const calendar = (grain: string): CalendarGrain =>
  isCalendarGrain(grain) ? grain : notExpressible(`A window in ${grain} is not supported; calendar grains are.`);

/** What follows is matched whatever the question's groups, time and conditions: these are of the first event. */
export const unasked = (question: Question): Question => ({
  ...question,
  dimensions: [],
  where: [],
  segments: [],
  time: null,
});

/** Events are matched first, and then looked at from other periods; a window over them would have to match anew. */
export function checkMovement(
  metric: ConversionMetric | FunnelMetric,
  { movement: { window, moves, looks } }: Scope,
  { question }: Composer,
): void {
  const what = `A ${metric.kind} such as "${metric.name}"`;
  if (window !== null) notExpressible(`${what} cannot be put into a window.`);
  if (moves.length + looks.length > 0 && !question.dimensions.some(isMetricTime))
    notExpressible(`${what} is shifted by metric_time only: ask it by a grain of it.`);
  if (moves.some(({ grain }) => !isCalendarGrain(grain)))
    notExpressible(`${what} is not shifted by a custom grain at that grain or a coarser one: ask it by day.`);
}

/** Matched events by the groups of the first ones, or of those that periods look at. */
export function eventPart(
  pass: Leaf,
  { movement }: Scope,
  relation: string,
  aggregate: (relation: string) => Aggregate,
): Part {
  const needsFrame = looksAway(movement);
  return {
    relation,
    needsFrame,
    node: (frame) =>
      needsFrame ? pass.lookedFrom(frame as Frame, aggregate(`${relation}_then`), relation) : aggregate(relation),
  };
}

const MILLISECONDS: Readonly<Record<TimeToConvert['unit'], number>> = {
  seconds: 1000,
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
  weeks: 604_800_000,
};

/** An aggregate of the time that passed between two events, to the millisecond; from day to day it is 24 hours. */
export function timeBetween({ aggregate, fraction, unit }: TimeToConvert, from: Scalar, to: Scalar): AggregateCall {
  const [start, end] = [from, to].map((time) => (time.type === 'date' ? call('cast', [time], 'timestamp') : time));
  const elapsed = call('elapsed', [start as Scalar, end as Scalar], 'bigint');
  const value = call('/', [elapsed, literal(String(MILLISECONDS[unit]), 'integer')], 'double');
  return { kind: 'aggregate', name: aggregate, args: [value], ...(fraction && { fraction }), type: 'double' };
}

export const countOf = (relation: string, name: string): Scalar =>
  call('coalesce', [column(relation, name, 'integer'), literal('0', 'integer')], 'integer');
