import type { Aggregation } from './format.js';
import { arithmetic, compareValues, integer, keyOf, toNumber, type Value } from './values.js';

/** The value whose place is p of the way, between two neighbours in proportion. */
function interpolated(sorted: Value[], p: number): number {
  const place = (sorted.length - 1) * p;
  const low = toNumber(sorted[Math.floor(place)] ?? null);
  const high = toNumber(sorted[Math.ceil(place)] ?? null);
  return low + (high - low) * (place - Math.floor(place));
}

/** G5. NULLs are ignored; of no values at all the counts are 0, the rest is NULL. */
export function aggregate(agg: Aggregation, all: readonly Value[], p = 0.5): Value {
  const values = all.filter((v) => v !== null);
  if (agg === 'count') return integer(values.length);
  if (agg === 'count_distinct') return integer(new Set(values.map(keyOf)).size);
  if (agg === 'sum_boolean') return integer(values.filter((v) => v === true).length);
  if (values.length === 0) return null;
  const sorted = values.toSorted(compareValues);
  const sum = () => values.reduce<Value>((a, b) => (a === null ? b : arithmetic('+', a, b)), null);
  switch (agg) {
    case 'sum':
      return sum();
    case 'min':
      return sorted[0] ?? null;
    case 'max':
      return sorted.at(-1) ?? null;
    case 'avg':
      return toNumber(sum()) / values.length;
    case 'median':
      return interpolated(sorted, 0.5);
    case 'percentile_cont':
      return interpolated(sorted, p);
    case 'percentile_disc':
      return sorted.find((_, i) => i + 1 >= sorted.length * p - 1e-9) ?? null;
  }
}
