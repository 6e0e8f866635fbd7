import type { FilterText, InputDefinition } from '../../definitions/definitions.js';
import type { Place, Problem } from '../../problems/problem.js';
import type { Dataset, Filter, Input, Metric, SimpleMetric } from '../model.js';
import type { Datasets } from '../path.js';

/** A metric that cannot be compiled: its own problem, placed. */
export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.message);
  }
}

/** What a kind needs to compile one metric. */
export interface MetricContext {
  readonly model: Datasets;
  readonly dataset: Dataset;
  /** The compiled metric of that name; refuses unknown names, broken metrics and circles. */
  readonly metric: (name: string, at: Place) => Metric;
  readonly input: (definition: InputDefinition) => Input;
  /** A filter for each of the datasets below. */
  readonly filter: (text: FilterText | undefined, datasets: readonly string[]) => Filter | null;
  readonly isMetric: (name: string) => boolean;
  readonly isCustomGrain: (name: string) => boolean;
  /** For the hint of a refusal alone: what was made with them is not made anew when there are others. */
  readonly metricNames: () => Iterable<string>;
  readonly customGrains: () => readonly string[];
}

export const refused = (problem: Problem): never => {
  throw new Refused(problem);
};

/** The metric of that name, which must be one of rows. */
export function simpleMetric(context: MetricContext, name: string, at: Place, role: string): SimpleMetric {
  const metric = context.metric(name, at);
  return metric.kind === 'simple'
    ? metric
    : refused({
        code: 'TYPE_MISMATCH',
        at,
        message: `The ${role} must be a metric that aggregates rows; "${name}" is made of other metrics.`,
      });
}
