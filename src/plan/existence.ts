import { columnsOf, type Scalar } from '../expressions/scalar.js';
import { conjuncts } from './rules/canonical-conjuncts.js';
import { failsOnNulls } from './rules/inner-where-null-fails.js';

/** Conditions over a link to many that say no more than whether a row has such a partner, or has none. */
export interface Existence {
  readonly type: 'semi' | 'anti';
  /** The conditions that it stands for. */
  readonly of: readonly Scalar[];
  /** What must hold of the partner. */
  readonly where: readonly Scalar[];
}

/**
 * Conditions that speak of the partners alone, and of nothing else of the row: a row passes if one of its partners does, or
 * where it has none, if they are true of NULLs. `p.state = 'x'` is not, so there must be one. `p.key IS NULL` is, and no
 * partner is met over a key that is NULL: so there must be none. Anything else cannot be told: null.
 * @param partners relations of the partners, and of what is reached from there
 * @param on how they are met
 * @param mustMeet whether a row without partners is left out anyway
 */
export function existenceOf(
  partners: ReadonlySet<string>,
  on: readonly Scalar[],
  mustMeet: boolean,
  conditions: readonly Scalar[],
): Existence | null {
  const isOfPartners = ({ relation }: { readonly relation: string }): boolean => partners.has(relation);
  const of = conditions.flatMap(conjuncts).filter((part) => columnsOf(part).some(isOfPartners));
  if (of.length === 0 || !of.every((part) => columnsOf(part).every(isOfPartners))) return null;
  const failsWithout = (part: Scalar): boolean => [...partners].some((relation) => failsOnNulls(part, relation));
  if (mustMeet || of.some(failsWithout)) return { type: 'semi', of, where: of };
  const met = new Set(on.flatMap((part) => (part.kind === 'call' && part.name === '=' ? part.args.map(textOf) : [])));
  const isNever = (part: Scalar): boolean =>
    part.kind === 'call' && part.name === 'is_null' && part.args.every((arg) => met.has(textOf(arg)));
  return of.every(isNever) ? { type: 'anti', of, where: [] } : null;
}

const textOf = (scalar: Scalar): string => JSON.stringify(scalar);
