import type { Problem } from '../../problems/problem.js';
import type { Check } from './checks.js';
import { definedThings } from './defined-things.js';

/** What was to go by a day is removed once that day has passed. */
export const deprecatedIsGone: Check = (_model, definitions, today) =>
  definedThings(definitions).flatMap(({ what, name, deprecated }): Problem[] => {
    const until = deprecated?.until;
    if (until === undefined || until.value >= today) return [];
    return [
      {
        code: 'DEPRECATION_OVERDUE',
        severity: 'warning',
        at: until.at,
        message: `${what} "${name.value}" was to go after ${until.value}.`,
        hint: 'Remove it, or give it more time.',
      },
    ];
  });
