import type { Problem } from '../../problems/problem.js';
import type { Check } from './checks.js';

/** A many-to-one link must reach the whole key: else a row could meet several, and every sum over the link would be inflated. */
export const linksReachKeys: Check = (model, definitions) => {
  const problems: Problem[] = [];
  for (const definition of definitions.datasets) {
    for (const link of definition.links) {
      const to = model.datasets.get(link.to.value);
      if (to === undefined || link.many || link.during !== undefined || to.key.length === 0) continue; // validity tells the rows of a history apart
      const reached = new Set(link.on.map(({ its }) => its.value));
      const missing = to.key.filter((part) => !reached.has(part));
      if (missing.length > 0)
        problems.push({
          code: 'LINK_NOT_TO_KEY',
          at: link.name.at,
          message: `Link "${link.name.value}" does not reach all of the key of "${to.name}" (${to.key.join(', ')}): a row could meet several.`,
          hint: `Add ${missing.map((part) => `"${part}"`).join(' and ')} to on:, or say many: true.`,
        });
    }
  }
  return problems;
};
