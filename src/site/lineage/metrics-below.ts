import { type Scalar, visitScalar } from '../../expressions/scalar.js';
import { inputsOf, matchedBy } from '../../model/below.js';
import type { Filter, Metric } from '../../model/model.js';

/** All metrics that a metric's number depends on, one step down: inputs, what is matched, and METRIC(…) in conditions. */
export const metricsBelow = (metric: Metric): readonly string[] => [
  ...new Set([
    ...inputsOf(metric).flatMap(({ metric: name, where }) => [name, ...metricsIn(where)]),
    ...matchedBy(metric),
    ...metricsIn(metric.where),
  ]),
];

const metricsIn = (filter: Filter | null): readonly string[] =>
  filter === null ? [] : [...filter.values()].flatMap(metricValues);

/** Names in METRIC(name, path). */
function metricValues(scalar: Scalar): readonly string[] {
  const names: string[] = [];
  visitScalar(scalar, (node) => {
    const name = node.kind === 'call' && node.name === 'metric_value' ? node.args[0] : undefined;
    if (name?.kind === 'literal') names.push(String(name.value));
  });
  return names;
}
