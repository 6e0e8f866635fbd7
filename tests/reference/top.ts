import { findGroups } from './groups.js';
import { metricValue } from './metrics.js';
import { asOf, openScope } from './open-scope.js';
import { sure } from './refused.js';
import type { Scope } from './scope.js';
import { compareValues, keyOf, type Value } from './values.js';

/** P4: the values of the dimension that keep their names, best first. Ties go by the value, NULL last. */
export function topValues(scope: Scope): Value[] {
  const { count, by, dimension } = sure(scope.query.top);
  const alone = openScope(scope.model, {
    metrics: scope.query.metrics,
    dimensions: scope.dimensions.filter((d) => d.as === dimension),
    ...(scope.query.where && { where: scope.query.where }),
    ...(scope.query.segments && { segments: scope.query.segments }),
    ...(scope.query.range && { range: scope.query.range }),
    ...asOf(scope.query),
    timezone: scope.zone,
  });
  alone.groups = findGroups(alone);
  const ranked = alone.groups.map((group) => ({
    value: group.values[0] ?? null,
    rank: metricValue(alone, by, [], group.values, { cut: true, ...(group.period && { within: group.period }) }),
  }));
  const order = (a: Value, b: Value) => (a === null ? (b === null ? 0 : 1) : b === null ? -1 : compareValues(a, b));
  ranked.sort((a, b) => {
    if (a.rank !== null && b.rank !== null && keyOf(a.rank) !== keyOf(b.rank)) return compareValues(b.rank, a.rank);
    return a.rank === null && b.rank !== null ? 1 : b.rank === null && a.rank !== null ? -1 : order(a.value, b.value);
  });
  return ranked.slice(0, count).map(({ value }) => value);
}

/** The same question with everything but the top values under one label. */
export function withRest(scope: Scope, top: Value[]): Scope {
  const { dimension, other } = sure(scope.query.top);
  const index = scope.dimensions.findIndex((d) => d.as === dimension);
  const kept = new Set(top.map(keyOf));
  return {
    ...scope,
    relabel: { index, to: (value) => (kept.has(keyOf(value)) ? value : other) },
    ranked: new Map(),
    pairs: new Map(),
  };
}
