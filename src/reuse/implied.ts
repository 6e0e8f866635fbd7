import type { Call, Scalar } from '../expressions/scalar.js';
import { conjuncts } from '../plan/rules/canonical-conjuncts.js';
import { compareClocks, readWallClock } from '../time/wall-clock.js';

/** What of the asked conditions is left to be checked where the others hold already; null where rows may be missing. */
export function residualOf(have: readonly Scalar[], want: readonly Scalar[]): readonly Scalar[] | null {
  const [held, asked] = [spelled(have), spelled(want)];
  const covered = [...held].every(
    ([text, each]) => asked.has(text) || [...asked.values()].some((one) => implies(one, each)),
  );
  return covered ? [...asked].flatMap(([text, each]) => (held.has(text) ? [] : [each])) : null;
}

const spelled = (where: readonly Scalar[]): ReadonlyMap<string, Scalar> =>
  new Map(where.flatMap(conjuncts).map((each) => [JSON.stringify(each), each]));

/** Whether every row that passes one condition passes the other; false where that is not seen. */
export function implies(one: Scalar, other: Scalar): boolean {
  if (JSON.stringify(one) === JSON.stringify(other)) return true;
  if (one.kind === 'literal' && one.value === false) return true;
  if (one.kind !== 'call' || other.kind !== 'call') return false;
  if (one.name === 'or') return one.args.every((each) => implies(each, other));
  if (other.name === 'or') return other.args.some((each) => implies(one, each));
  return rangeImplies(one, other) || listImplies(one, other);
}

/** t >= March implies t >= February. */
function rangeImplies(one: Call, other: Call): boolean {
  if (one.name !== other.name || (one.name !== '>=' && one.name !== '<')) return false;
  const [narrow, wide] = [bound(one), bound(other)];
  if (narrow === null || wide === null || narrow.of !== wide.of || narrow.type !== wide.type) return false;
  const order = compareClocks(narrow.at, wide.at);
  return one.name === '>=' ? order >= 0 : order <= 0;
}

export function bound({ args: [of, constant] }: Call) {
  if (of === undefined || constant?.kind !== 'value' || typeof constant.value !== 'string') return null;
  if (constant.type !== 'date' && constant.type !== 'timestamp') return null;
  const at = readWallClock(constant.value);
  return at === undefined ? null : { of: JSON.stringify(of), at, type: constant.type };
}

/** x = a implies x IN (a, b). */
function listImplies(one: Call, other: Call): boolean {
  const [few, many] = [listed(one), listed(other)];
  return few !== null && many !== null && few.of === many.of && [...few.values].every((each) => many.values.has(each));
}

function listed({ name, args: [of, ...values] }: Call) {
  if (of === undefined || (name !== '=' && name !== 'in')) return null;
  if (!values.every((each) => each.kind === 'value' || each.kind === 'literal')) return null;
  return { of: JSON.stringify(of), values: new Set(values.map((each) => JSON.stringify(each))) };
}

/** What a condition asks to be one of some values: x = a, x IN (a, b), x IS NULL. */
export function listedBy(condition: Scalar): Scalar | null {
  if (condition.kind !== 'call') return null;
  const [of] = condition.args;
  return of !== undefined && (condition.name === 'is_null' || listed(condition) !== null) ? of : null;
}

/** What a condition says the value is, where it leaves but one: x = a, x IS NULL. */
export function pinnedBy(condition: Scalar): string | null {
  if (condition.kind !== 'call') return null;
  const [of] = condition.args;
  if (of === undefined) return null;
  if (condition.name === 'is_null') return JSON.stringify(of);
  return condition.name === '=' && listed(condition) !== null ? JSON.stringify(of) : null;
}
