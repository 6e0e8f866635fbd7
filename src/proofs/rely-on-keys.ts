import type { TableVersion } from '../engine/engine.js';
import type { Model } from '../model/model.js';
import type { PlanNode } from '../plan/plan.js';
import { ProblemError } from '../problems/problem.js';
import type { Warning } from '../result/result.js';
import { claimsOfPlan } from './claims-of-plan.js';
import { type KeyClaim, nameOf } from './key-claim.js';
import { disproofText, type KnownKeys } from './prove-key.js';

/**
 * A warning for each key that the plan relies on and nobody has proven in this version of the data.
 * @param known absent where nobody proves: then every key is unproven
 * @throws KEY_NOT_UNIQUE for each that does not hold: the numbers would be wrong
 */
export function relyOnKeys(
  model: Model,
  root: PlanNode,
  versions: readonly TableVersion[],
  known: KnownKeys | undefined,
): readonly Warning[] {
  const claims = claimsOfPlan(model, root).map((claim) => ({
    claim,
    finding: known?.findingOf(claim, versions) ?? null,
  }));
  const broken = claims.flatMap(({ claim, finding }) =>
    finding?.holds === false ? [notUnique(claim, disproofText(claim, finding))] : [],
  );
  if (broken.length > 0) throw new ProblemError(broken);
  return claims.flatMap(({ claim, finding }) => (finding === null ? [notProven(claim)] : []));
}

export const notUnique = (claim: KeyClaim, text: string) =>
  ({
    code: 'KEY_NOT_UNIQUE',
    message: text,
    hint:
      claim.during === null
        ? 'Mend the data, or link to columns that tell its rows apart; a link that may meet several says many: true.'
        : 'Mend the data: for one key, each row ends where the next begins.',
  }) as const;

const notProven = (claim: KeyClaim): Warning => ({
  code: 'KEY_NOT_PROVEN',
  message:
    claim.during === null
      ? `Nobody has proven for this version of the data that ${nameOf(claim)} is unique; where it is not, these numbers are wrong. The server proves keys in the background, and "grainline check --engine" at once.`
      : `Nobody has proven for this version of the data that ${nameOf(claim)} holds at most once at a time (${claim.during.from}, ${claim.during.to}); where it does not, these numbers are wrong. The server proves keys in the background, and "grainline check --engine" at once.`,
});
