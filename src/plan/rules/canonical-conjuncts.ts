import type { Scalar } from '../../expressions/scalar.js';
import type { Rule } from './rules.js';

/**
 *   filter[b and a, true, a]   =>   filter[a, b]     two requests that say the same conditions in another order
 *                                                    have one plan, and so one place in the cache
 */
export const canonicalConjuncts: Rule = (node) => {
  if (node.kind !== 'filter') return node;
  const parts = new Map<string, Scalar>();
  for (const part of node.where.flatMap(conjuncts)) parts.set(JSON.stringify(part), part);
  const where = [...parts].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, part]) => part);
  return where.length === 0 ? node.input : { ...node, where };
};

export function conjuncts(scalar: Scalar): readonly Scalar[] {
  if (scalar.kind === 'call' && scalar.name === 'and') return scalar.args.flatMap(conjuncts);
  return scalar.kind === 'literal' && scalar.value === true ? [] : [scalar];
}
