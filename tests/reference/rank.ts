import type { Condition, Rank } from './format.js';
import type { Group } from './groups.js';
import { metricValue, type ValueOf } from './metrics.js';
import { open } from './refused.js';
import type { Scope } from './scope.js';
import { compareValues, integer, keyOf, type Value } from './values.js';

/** K8: the place of the input's value among those of all groups of the answer. */
export const rankValue: ValueOf<Rank> = (scope, metric, filters, cell, when) => {
  const own = metricValue(scope, metric.input, filters, cell, when);
  if (!scope.groups) return null; // filling asks only which rows are read
  if (!when.cut || cell.includes(undefined)) throw open('a rank that is shifted, or of a share');
  const before = valuesInGroups(scope, metric, filters).filter((other) => isBefore(other, own, metric.direction));
  return integer((metric.ties === 'dense' ? new Set(before.map(keyOf)).size : before.length) + 1);
};

function isBefore(a: Value, b: Value, direction: 'asc' | 'desc'): boolean {
  if (a === null) return false;
  if (b === null) return true;
  return direction === 'desc' ? compareValues(a, b) > 0 : compareValues(a, b) < 0;
}

function valuesInGroups(scope: Scope, metric: Rank, filters: Condition[]): Value[] {
  const key = JSON.stringify([metric.input, filters]);
  let values = scope.ranked.get(key);
  if (!values) {
    const quiet = { ...scope, onRead: undefined };
    const valueIn = ({ values: cell, period }: Group) =>
      metricValue(quiet, metric.input, filters, cell, { cut: true, ...(period && { within: period }) });
    values = (scope.groups ?? []).map(valueIn);
    scope.ranked.set(key, values);
  }
  return values;
}
