import type { Problem } from '../../problems/problem.js';
import { metricNamed } from '../aliases.js';
import type { Check } from './checks.js';
import { ofEachRollup } from './rollups.js';

/** A rollup holds rows of one dataset: that in which it is written. */
export const rollupsStayAtHome: Check = (model, definitions) =>
  ofEachRollup(model, definitions, ({ dataset, definition }) =>
    definition.metrics.flatMap(({ value, at }): Problem[] => {
      const others = metricNamed(model, value)?.datasets.filter((name) => name !== dataset.name) ?? [];
      if (others.length === 0) return [];
      return [
        {
          code: 'ROLLUP_OTHER_DATASET',
          at,
          message: `Rollup "${definition.name.value}" of "${dataset.name}" cannot hold "${value}", which is made of rows of ${others.map((name) => `"${name}"`).join(' and ')}.`,
          hint: `Put a rollup of its own beside ${others[0]}, and one here for what it takes of "${dataset.name}".`,
        },
      ];
    }),
  );
