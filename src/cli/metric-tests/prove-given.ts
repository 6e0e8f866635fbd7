import type { Engine } from '../../engine/engine.js';
import type { Model } from '../../model/model.js';
import type { PlanNode } from '../../plan/plan.js';
import { claimsOfPlan } from '../../proofs/claims-of-plan.js';
import { type Finding, proveKey } from '../../proofs/prove-key.js';
import type { Proven } from '../../proofs/proven.js';

const UNKNOWN = { findingOf: () => null, earlier: () => null };

/** Whether the keys hold that a plan relies on, in the rows that are there. Of partitions nothing is known: all are read. */
export async function proveGiven(model: Model, root: PlanNode, engine: Engine, signal: AbortSignal): Promise<Proven> {
  const findings = new Map<string, Finding>();
  for (const claim of claimsOfPlan(model, root)) findings.set(claim.id, await proveKey(claim, engine, signal));
  return { keys: { ...UNKNOWN, findingOf: ({ id }) => findings.get(id) ?? null }, partitions: UNKNOWN };
}
