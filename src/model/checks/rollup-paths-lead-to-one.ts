import type { Problem } from '../../problems/problem.js';
import { findPath, isProblem } from '../path.js';
import type { Check } from './checks.js';
import { ofEachRollup } from './rollups.js';

/** Each row of a dataset lies in one group of its rollup, whenever the rollup is made. */
export const rollupPathsLeadToOne: Check = (model, definitions) =>
  ofEachRollup(model, definitions, ({ dataset, definition }) =>
    definition.dimensions.flatMap(({ value, at }): Problem[] => {
      const path = findPath(model, dataset.name, value);
      if (isProblem(path)) return [];
      const many = path.links.find(({ kind }) => kind === 'one_to_many');
      const today = path.links.find(({ during }) => during?.asOf === 'now');
      if (many === undefined && today === undefined) return [];
      return [
        {
          code: 'ROLLUP_DIMENSION_MOVES',
          at,
          message:
            many !== undefined
              ? `Rollup "${definition.name.value}" cannot be grouped by "${value}": over "${many.name}" a row meets many, and would be counted in several groups.`
              : `Rollup "${definition.name.value}" cannot be grouped by "${value}": over "${today?.name}" it is another one on another day.`,
          hint: 'Leave it out; questions by it are answered from the rows.',
        },
      ];
    }),
  );
