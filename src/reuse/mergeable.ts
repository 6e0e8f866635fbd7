import type { AggregateCall } from '../expressions/scalar.js';
import type { Named } from '../plan/plan.js';
import { aggregated, type Leaf } from './leaf.js';
import { partsOfAverage } from './merged.js';

/** The same leaf with averages as sums and counts, under a relation of its own. */
export function mergeable(leaf: Leaf): Leaf {
  const { measures, relation } = leaf.aggregate;
  if (!measures.some(({ value }) => partsOfAverage(value))) return leaf;
  const parts = new Map<string, Named<AggregateCall>>();
  const add = (name: string, value: AggregateCall): void => {
    const text = JSON.stringify(value);
    if (!parts.has(text)) parts.set(text, { name, value });
  };
  for (const { name, value } of measures) {
    const average = partsOfAverage(value);
    if (average === null) add(name, value);
    else {
      add(`${name}.sum`, average.sum);
      add(`${name}.count`, average.count);
    }
  }
  const apart = aggregated(leaf, { measures: [...parts.values()] });
  return { ...apart, aggregate: { ...apart.aggregate, relation: `${relation}_parts` } };
}
