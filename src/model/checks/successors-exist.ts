import { didYouMean } from '../../problems/did-you-mean.js';
import type { Problem } from '../../problems/problem.js';
import { metricNamed } from '../aliases.js';
import { nameProblem } from '../compile/aliases.js';
import type { Check } from './checks.js';
import { definedThings } from './defined-things.js';

/** What people are sent to is there, and is not what they come from. */
export const successorsExist: Check = (model, definitions, today) => {
  const known = { Dataset: model.datasets, Metric: model.metrics, View: model.views };
  return definedThings(definitions).flatMap(({ what, name, deprecated }): Problem[] => {
    const use = deprecated?.use;
    const isBroken = what === 'Metric' && use !== undefined && model.refused.has(use.value);
    const renamed = what === 'Metric' && use !== undefined ? metricNamed(model, use.value) : undefined;
    const former = renamed && use && nameProblem(renamed, use.value, use.at, today);
    if (former !== undefined) return [former];
    if (use === undefined || isBroken || (use.value !== name.value && known[what].has(use.value))) return [];
    return [
      {
        code: 'UNKNOWN_SUCCESSOR',
        at: use.at,
        message:
          use.value === name.value
            ? `${what} "${name.value}" is to be replaced by itself.`
            : `There is no ${what.toLowerCase()} "${use.value}" to use in place of "${name.value}".`,
        hint: didYouMean(
          use.value,
          [...known[what].keys()].filter((each) => each !== name.value),
        ),
      },
    ];
  });
};
