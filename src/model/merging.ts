import type { AggregateName } from '../expressions/scalar.js';

/**
 * What an aggregate of rows is made of that can be kept by group and put together again. A `sketch` is an estimate,
 * and so stands for the aggregates that are estimates themselves alone.
 */
export type Parts =
  | { readonly kind: 'plain'; readonly of: readonly ('sum' | 'count' | 'min' | 'max' | 'bool_and' | 'bool_or')[] }
  | { readonly kind: 'sketch'; readonly of: 'hll' | 'tdigest' };

const PARTS: Partial<Readonly<Record<AggregateName, Parts>>> = {
  sum: { kind: 'plain', of: ['sum'] },
  count: { kind: 'plain', of: ['count'] },
  min: { kind: 'plain', of: ['min'] },
  max: { kind: 'plain', of: ['max'] },
  bool_and: { kind: 'plain', of: ['bool_and'] },
  bool_or: { kind: 'plain', of: ['bool_or'] },
  avg: { kind: 'plain', of: ['sum', 'count'] },
  approx_distinct: { kind: 'sketch', of: 'hll' },
  approx_percentile: { kind: 'sketch', of: 'tdigest' },
};

/** Null where groups cannot be put together: a distinct count, a median. */
export const partsOf = (name: AggregateName): Parts | null => PARTS[name] ?? null;
