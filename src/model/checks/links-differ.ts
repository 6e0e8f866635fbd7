import type { LinkDefinition } from '../../definitions/definitions.js';
import type { Problem } from '../../problems/problem.js';
import type { Check } from './checks.js';

/** Two roles of one dataset differ in the keys they go by; two links that differ in nothing are one too many. */
export const linksDiffer: Check = (_model, { datasets }) =>
  datasets.flatMap(({ name: dataset, links }) => {
    const seen = new Map<string, LinkDefinition>();
    return links.flatMap((link): Problem[] => {
      const first = seen.get(meaningOf(link));
      if (first === undefined) seen.set(meaningOf(link), link);
      if (first === undefined || first.name.value === link.name.value) return [];
      return [
        {
          code: 'SAME_LINK',
          severity: 'warning',
          at: link.name.at,
          message: `Links "${first.name.value}" and "${link.name.value}" of "${dataset.value}" reach the same rows of "${link.to.value}".`,
          hint: 'Keep one of them, or mend on:.',
        },
      ];
    });
  });

const meaningOf = ({ to, on, many, join, default: label, during }: LinkDefinition): string =>
  JSON.stringify([
    to.value,
    on.map(({ own, its }) => [own.value, its.value]).sort(),
    many,
    join,
    label?.value,
    during && [during.from.value, during.to.value, during.asOf],
  ]);
