import { type LeafPair, leafPairs, sourcePairs } from './leaves.js';
import type { Period } from './periods.js';
import { sure } from './refused.js';
import { leavesOf, type Scope } from './scope.js';
import { keyOfAll, type Value } from './values.js';

export interface Group {
  values: Value[];
  period?: Period;
  /** By `fill` alone: no requested metric has a row in it. */
  added: boolean;
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
      : query.metrics.flatMap((name) => leavesOf(model, name).flatMap((leaf) => leafPairs(scope, leaf)));
  const groups = new Map<string, Group>();
  for (const { values, period, reported } of pairs) {
    const key = keyOfAll(values);
    if (reported && !groups.has(key)) groups.set(key, { values, ...(period && { period }), added: false });
  }
  return [...groups.values()];
}
