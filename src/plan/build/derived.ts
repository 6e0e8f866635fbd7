import { mapScalar } from '../../expressions/scalar.js';
import type { DerivedMetric, Filter, Input, Metric } from '../../model/model.js';
import { type Build, type Built, build } from './builders.js';

/** An expression over the values that other metrics have in the group. */
export const derived: Build<DerivedMetric> = (metric, composer, above) => {
  const built = new Map<string, Built>();
  for (const [name, input] of metric.inputs) built.set(name, build(composer.metric(input.metric), composer, inputFilters(metric, input, above)));
  const value = mapScalar(metric.value, (node) => (node.kind === 'column' && node.relation === 'input' ? (built.get(node.column)?.value ?? node) : node));
  return { value, presence: [...built.values()].flatMap((each) => each.presence) };
};

/** Filters add up: the input's own, the metric's, and those from above. */
export const inputFilters = (metric: Metric, input: Input, above: readonly Filter[]): readonly Filter[] => [
  ...(input.where ? [input.where] : []),
  ...(metric.where ? [metric.where] : []),
  ...above,
];
