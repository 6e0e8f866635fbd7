import type { Definitions, LifecycleDefinition } from '../../definitions/definitions.js';
import type { Located } from '../../problems/problem.js';

export interface DefinedThing extends LifecycleDefinition {
  readonly what: 'Dataset' | 'Metric' | 'View';
  readonly name: Located<string>;
}

/** All that has a lifecycle, with its places. */
export const definedThings = ({ datasets, views }: Definitions): readonly DefinedThing[] => [
  ...datasets.flatMap((dataset) => [
    { ...dataset, what: 'Dataset' as const },
    ...dataset.metrics.map((metric) => ({ ...metric, what: 'Metric' as const })),
  ]),
  ...views.map((view) => ({ ...view, what: 'View' as const })),
];
