import type { ColumnRef } from '../expressions/scalar.js';
import type { Metric } from '../model/model.js';
import type { MetricRequest } from '../request/metric-request.js';
import { afterCursor } from './cursor.js';
import type { PlanNode, SortKey } from './plan.js';

/**
 * The order asked, then the dimensions not yet in it: so the order is total, pages are stable, and rows without an order
 * come sorted by their dimensions.
 */
export function sortKeys(
  request: MetricRequest,
  dimensions: readonly ColumnRef[],
  columnOf: (metric: Metric) => ColumnRef,
): readonly SortKey[] {
  const asked = request.order.map(({ by, direction, nulls }): SortKey => {
    const index = 'dimension' in by ? request.dimensions.findIndex(({ as }) => as === by.dimension) : -1;
    const value = 'metric' in by ? columnOf(by.metric) : dimensions[index];
    if (value === undefined) throw new Error('order by a column that is not there');
    return { value, direction, nulls };
  });
  const keys = new Map<string, SortKey>();
  for (const key of [...asked, ...dimensions.map((value): SortKey => ({ value, direction: 'asc', nulls: 'last' }))]) {
    const name = (key.value as ColumnRef).column;
    if (!keys.has(name)) keys.set(name, key);
  }
  return [...keys.values()];
}

/**
 * Order, cursor, offset and limit come after everything else.
 * @param question the form of the plan that cursors name
 */
export function page(
  unpaged: PlanNode,
  request: MetricRequest,
  keys: readonly SortKey[],
  question = unpaged,
): PlanNode {
  const after =
    request.after === null
      ? unpaged
      : ({ kind: 'filter', input: unpaged, where: [afterCursor(request.after, question, keys)] } as const);
  if (keys.length === 0 && request.limit === null && request.offset === 0) return after;
  return { kind: 'sort', input: after, by: keys, limit: request.limit, offset: request.offset };
}
