import type { Rule } from './rules.js';

/**
 *   filter[p]                 filter[q, p]
 *     filter[q]      =>         join …
 *       join …
 *
 * So that the rules which look at a filter above a join see all that must hold there.
 */
export const mergeFilters: Rule = (node, shared) => {
  if (shared || node.kind !== 'filter' || node.input.kind !== 'filter') return node;
  return { ...node, input: node.input.input, where: [...node.input.where, ...node.where] };
};
