import { knownAtEnd } from './known.js';
import { type LeafPair, leafPairs, sourcePairs } from './leaves.js';
import type { Period } from './periods.js';
import { sure } from './refused.js';
import { type Leaf, leavesOf, type Scope } from './scope.js';
import { keyOfAll, type Value } from './values.js';

export interface Group {
  values: Value[];
  period?: Period;
  /** By `fill` alone: no requested metric has a row in it. */
  added: boolean;
}

/** A row's own groups are of the time asked; without periods a balance that is filled forward has what it knows at its end. */
function ownPairs(scope: Scope, leaf: Leaf): LeafPair[] {
  const pairs = leafPairs(scope, leaf);
  if (leaf.metric.semi_additive?.fill_forward === undefined || scope.times.length > 0 || !scope.range) return pairs;
  const { within } = knownAtEnd(scope, leaf.metric, { cut: true });
  return pairs.map((pair) => ({ ...pair, reported: within?.contains(pair.axis) === true }));
}

/** The groups with at least one row of a requested metric, or of the dataset that is listed (G3, G7). */
export function findGroups(scope: Scope): Group[] {
  const { model, query, dimensions } = scope;
  if (dimensions.length === 0) return [{ values: [], added: false }];
  const pairs: LeafPair[] =
    query.metrics.length === 0
      ? sourcePairs(scope, {
          dataset: sure(query.dataset),
          time: sure(model.datasets[sure(query.dataset)]).time,
          filters: [],
        })
      : query.metrics.flatMap((name) => leavesOf(model, name).flatMap((leaf) => ownPairs(scope, leaf)));
  const groups = new Map<string, Group>();
  for (const { values, period, reported } of pairs) {
    const key = keyOfAll(values);
    if (reported && !groups.has(key)) groups.set(key, { values, ...(period && { period }), added: false });
  }
  return [...groups.values()];
}
