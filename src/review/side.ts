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

interface DefinedMetric {
  readonly dataset: string;
  readonly definition: MetricDefinition;
}

const known = new WeakMap<Definitions, ReadonlyMap<string, DefinedMetric>>();

/** The definition of a metric, and the dataset that it stands in. */
export function metricDefinition({ definitions }: Side, name: string): DefinedMetric | undefined {
  const metrics =
    known.get(definitions) ??
    new Map(
      definitions.datasets.flatMap((dataset) =>
        dataset.metrics.map((definition) => [definition.name.value, { dataset: dataset.name.value, definition }]),
      ),
    );
  known.set(definitions, metrics);
  return metrics.get(name);
}

export const datasetDefinition = ({ definitions }: Side, name: string) => named(definitions.datasets, name);
export const viewDefinition = ({ definitions }: Side, name: string) => named(definitions.views, name);

export const named = <T extends { readonly name: { readonly value: string } }>(
  list: readonly T[] | undefined,
  name: string,
): T | undefined => list?.find((each) => each.name.value === name);
