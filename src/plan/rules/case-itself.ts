import type { Scalar } from '../../expressions/scalar.js';
import type { Rule } from './rules.js';

/**
 *   filter[case(minutes >= 60, 'long', 'short') = 'long']   =>   filter[minutes >= 60]
 *
 * Where only what is true is kept, a band of the rows is the condition that makes it: engines estimate it, and look it up
 * in the statistics of files. Of the first band alone: conditions of others hold only where those before them do not.
 */
export const caseItself: Rule = (node) => {
  if (node.kind !== 'filter' || !node.where.some((part) => conditionOf(part) !== undefined)) return node;
  return { ...node, where: node.where.map((part) => conditionOf(part) ?? part) };
};

function conditionOf(part: Scalar): Scalar | undefined {
  const [of, constant] = part.kind === 'call' && part.name === '=' ? part.args : [];
  if (of?.kind !== 'call' || of.name !== 'case') return undefined;
  const [when, then, ...others] = of.args;
  const wanted = textOf(constant);
  if (typeof wanted !== 'string' || textOf(then) !== wanted) return undefined;
  const results = others.filter((_, at) => at % 2 === 1 || at === others.length - 1).map(textOf);
  return results.every((each) => each !== undefined && each !== wanted) ? when : undefined;
}

/** Of a constant text, or NULL; undefined for all else, since numbers are equal in several spellings. */
const textOf = (scalar: Scalar | undefined): string | null | undefined =>
  (scalar?.kind === 'literal' || scalar?.kind === 'value') && typeof scalar.value !== 'boolean'
    ? scalar.value === null || scalar.type === 'text'
      ? scalar.value
      : undefined
    : undefined;
