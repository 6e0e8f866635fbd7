import type { Definitions, RollupDefinition } from '../../definitions/definitions.js';
import type { Problem } from '../../problems/problem.js';
import type { Dataset, Model, Rollup } from '../model.js';

export interface DefinedRollup {
  readonly dataset: Dataset;
  readonly rollup: Rollup;
  readonly definition: RollupDefinition;
}

/** What is wrong with each rollup of the model, in the order of the definitions. */
export const ofEachRollup = (
  model: Model,
  { datasets }: Definitions,
  problemsOf: (rollup: DefinedRollup) => readonly Problem[],
): readonly Problem[] =>
  datasets.flatMap(({ name, rollups }) =>
    rollups.flatMap((definition) => {
      const dataset = model.datasets.get(name.value);
      const rollup = dataset?.rollups.get(definition.name.value);
      return dataset === undefined || rollup === undefined ? [] : problemsOf({ dataset, rollup, definition });
    }),
  );
