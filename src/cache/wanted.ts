import type { TableVersion } from '../engine/engine.js';
import type { Model } from '../model/model.js';
import type { PlanNode } from '../plan/plan.js';
import type { Lifetime } from '../time/lifetime.js';
import { cacheKey, type QuestionParts, questionKey } from './key.js';
import { lifetimeOver, USUAL_LIFETIME } from './lifetimes.js';
import type { Wanted } from './result-cache.js';
import { seenAt, tableStates } from './table-states.js';

/** What a request says of the rows it takes. */
export interface Allowed {
  /** In seconds; null for any age that is otherwise allowed. */
  readonly maxAge: number | null;
  readonly closed: boolean;
}

/** A plan as it runs, with what it says of partitions, and the versions of its tables. */
interface Reading {
  readonly root: PlanNode;
  readonly freshness: readonly TableVersion[];
}

/**
 * The rows that a question asks for.
 * @param readings of its plan, and of what runs in its place
 */
export function wantedOf(
  question: QuestionParts,
  model: Model,
  readings: readonly Reading[],
  { maxAge, closed }: Allowed,
  usual: Lifetime = USUAL_LIFETIME,
): Wanted {
  const versions = readings.flatMap(({ freshness }) => freshness);
  const lifetime = lifetimeOver(model, versions, usual);
  return {
    key: cacheKey(
      question,
      readings.flatMap(({ root, freshness }) => tableStates(root, freshness)),
    ),
    question: questionKey(question),
    seenAt: seenAt(versions, Date.now()),
    lifetime: closed ? { ...lifetime, maxAge: lifetime.closedMaxAge } : lifetime,
    maxAge: maxAge === null ? Number.POSITIVE_INFINITY : maxAge * 1000,
    closed,
  };
}
