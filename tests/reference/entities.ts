import { findGroups } from './groups.js';
import { metricValue } from './metrics.js';
import { asOf, openScope } from './open-scope.js';
import type { Scope } from './scope.js';
import { keyOf, type Value } from './values.js';

/**
 * F7: the value of a metric for one value of `per`, over all data: its own filters apply, nothing of the query does
 * but its zone. Undefined where the metric has no row for it; NULL is no entity.
 */
export function entityValue(scope: Scope, metric: string, per: string, value: Value): Value | undefined {
  const key = `${metric} per ${per}`;
  let values = scope.entities.get(key);
  if (!values) {
    const all = openScope(scope.model, {
      metrics: [metric],
      dimensions: [{ as: 'per', path: per }],
      ...asOf(scope.query),
      timezone: scope.zone,
    });
    const groups = findGroups(all);
    all.groups = groups;
    values = new Map(
      groups.map((group) => [keyOf(group.values[0]), metricValue(all, metric, [], group.values, { cut: true })]),
    );
    scope.entities.set(key, values);
  }
  return value === null ? undefined : values.get(keyOf(value));
}
