import type { GraphQLSchema } from 'graphql';
import type { Definitions, MetricDefinition } from '../definitions/definitions.js';
import type { Model } from '../model/model.js';

/** One side of a review: what the files say, what it means, and what callers see of it. */
export interface Side {
  readonly definitions: Definitions;
  readonly model: Model;
  /** Null where the definitions have problems: then no schema is served. */
  readonly schema: GraphQLSchema | null;
}

/** The definition of a metric, and the dataset that it stands in. */
export function metricDefinition(
  { definitions }: Side,
  name: string,
): { readonly dataset: string; readonly definition: MetricDefinition } | undefined {
  for (const dataset of definitions.datasets)
    for (const definition of dataset.metrics)
      if (definition.name.value === name) return { dataset: dataset.name.value, definition };
  return undefined;
}

export const datasetDefinition = ({ definitions }: Side, name: string) => named(definitions.datasets, name);
export const viewDefinition = ({ definitions }: Side, name: string) => named(definitions.views, name);

export const named = <T extends { readonly name: { readonly value: string } }>(
  list: readonly T[] | undefined,
  name: string,
): T | undefined => list?.find((each) => each.name.value === name);
