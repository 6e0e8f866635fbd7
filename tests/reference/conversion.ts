import { add, truncate } from './calendar.js';
import type { Conversion, Span } from './format.js';
import { type LeafPair, leafPairs, sourcePairs, timeOf } from './leaves.js';
import { metricValue, type ValueOf } from './metrics.js';
import { sure } from './refused.js';
import { type Leaf, leavesOf, metricOf, type Scope } from './scope.js';
import { distinctRows, pairsIn } from './simple.js';
import { onWall, wallMicros } from './times.js';
import { compareValues, Day, equal, integer, type Stamp, toNumber, type Value } from './values.js';

const own = (pair: LeafPair, dimension: string): Value => sure(pair.pair.row.dimensions[dimension], dimension);

function isCandidate(scope: Scope, base: LeafPair, event: LeafPair, { entity, constant, window }: Conversion): boolean {
  const same = (d: string) =>
    own(base, d) !== null && own(event, d) !== null && compareValues(own(base, d), own(event, d)) === 0;
  if (![entity, ...constant].every(same) || base.time === null || event.time === null) return false;
  const byDay = base.time instanceof Day || event.time instanceof Day;
  const clock = (time: Day | Stamp) => {
    const micros = wallMicros(onWall(scope.zone, time) as Day | Stamp);
    return byDay ? truncate(micros, 'day') : micros;
  };
  const earliest = (span: Span) => add(clock(sure(event.time ?? undefined)), -span.count, span.grain);
  return clock(base.time) <= clock(event.time) && (!window || clock(base.time) > earliest(window));
}

/** Negative where a is the less likely base row: the earlier one, then the one with the lower key. */
function compareBases(scope: Scope, dataset: string, a: LeafPair, b: LeafPair): number {
  const byTime = compareValues(a.time, b.time);
  if (byTime !== 0) return byTime;
  for (const key of sure(scope.model.datasets[dataset]).primary_key) {
    const [x, y] = [own(a, key), own(b, key)];
    if (!equal(x, y)) return x === null ? -1 : y === null ? 1 : compareValues(x, y);
  }
  return a.row - b.row;
}

/** K3, K4: for each row of the conversion's dataset the base row it counts for, if any, as places in the base. */
function matches(scope: Scope, metric: Conversion, base: Leaf, cut: boolean): number[] {
  const conversion = sure(leavesOf(scope.model, metric.conversion)[0]);
  const dataset = conversion.metric.dataset;
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
  const time = timeOf(scope.model, conversion);
  const events = distinctRows(sourcePairs(bare, { dataset, time, filters: conversion.filters }));
  const bases = distinctRows(leafPairs(scope, base).filter((pair) => !cut || pair.reported));
  return events.flatMap((event) => {
    const candidates = bases.filter((pair) => isCandidate(scope, pair, event, metric));
    const latest = candidates.toSorted((a, b) => compareBases(scope, base.metric.dataset, a, b)).at(-1);
    return latest ? [latest.row] : [];
  });
}

export const conversionValue: ValueOf<Conversion> = (scope, metric, filters, cell, when) => {
  const base = sure(leavesOf(scope.model, metric.base, filters)[0]);
  const inCell = pairsIn(scope, base, cell, when);
  scope.onRead?.(inCell);
  if (metric.calculation === 'count' && inCell.length === 0) {
    const conversion = metricOf(scope.model, metric.conversion);
    return conversion.kind === 'simple' && conversion.empty === 0 ? integer(0) : null;
  }
  const rows = new Set(inCell.map(({ row }) => row));
  const matched = matches(scope, metric, base, when.cut).filter((row) => rows.has(row)).length;
  if (metric.calculation === 'count') return integer(matched);
  const all = metricValue(scope, metric.base, filters, cell, when);
  return all === null || toNumber(all) === 0 ? null : matched / toNumber(all);
};
