import type { Model, Query } from './format.js';
import { datasetsOf } from './generate-query.js';
import type { Random } from './random.js';

/** A query that must be refused, or (asked twice) may be. */
export interface Refusal {
  query: Query;
  rule: 'R1' | 'R2' | 'R3';
  outcome: 'reject' | 'rows_or_reject';
}

export function refusalFor(random: Random, model: Model, query: Query): Refusal {
  const reject = (changes: Partial<Query>, rule: 'R1' | 'R2' = 'R1'): Refusal => ({
    query: { ...query, ...changes },
    rule,
    outcome: 'reject',
  });
  const [first] = query.dimensions;
  const facts = datasetsOf(model, query.metrics).filter((d) => d === 'order' || d === 'visit');
  if (facts.length > 0 && random.chance(0.4)) {
    const twice = {
      metrics: [...query.metrics, ...query.metrics.slice(0, 1)],
      dimensions: [...query.dimensions, ...(first ? [first] : [])],
    };
    return { query: { ...query, ...twice }, rule: 'R3', outcome: 'rows_or_reject' };
  }
  return random.pick<() => Refusal>([
    () => reject({ metrics: [...query.metrics, 'no_such_metric'] }),
    () => reject({ dimensions: [...query.dimensions, { as: 'x', path: 'no_such_dimension' }] }),
    () => reject({ dimensions: [...query.dimensions, { as: 'x', path: 'no_such_link.name' }] }),
    // The dataset behind the links user and buyer is called users.
    () => reject({ dimensions: [...query.dimensions, { as: 'x', path: 'users.tier' }] }),
    () => reject({ where: [{ path: 'user.no_such_dimension', op: '=', value: 'x' }] }),
    () => reject({ order: [{ by: 'no_such_column', dir: 'asc', nulls: 'last' }] }),
    () =>
      reject(
        {
          metrics: ['order_rows', 'visit_rows'],
          dimensions: [{ as: 'x', path: random.pick(['channel', 'group', 'buyer.tier']) }],
          where: [],
          having: [],
          order: [],
          segments: [],
        },
        'R2',
      ),
    () =>
      reject(
        {
          metrics: ['order_rows', 'visit_rows'],
          dimensions: [{ as: 'x', paths: { order: 'item' } }],
          where: [],
          having: [],
          order: [],
          segments: [],
        },
        'R2',
      ),
    () =>
      reject(
        {
          metrics: ['order_rows', 'visit_rows'],
          dimensions: [],
          where: [{ path: 'channel', op: '=', value: 'web' }],
          having: [],
          order: [],
          segments: [],
        },
        'R2',
      ),
  ])();
}
