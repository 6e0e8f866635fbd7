import { visitScalar } from '../expressions/scalar.js';
import { inputsOf, matchedBy } from '../model/below.js';
import type { Filter, Metric } from '../model/model.js';

/** The metrics that a metric stands on, one step down: by inputs, by what it matches, by METRIC() in conditions. */
export const namesBelow = (metric: Metric): readonly string[] => [
  ...inputsOf(metric).flatMap(({ metric: name, where }) => [name, ...namesIn(where)]),
  ...matchedBy(metric),
  ...namesIn(metric.where),
];

function namesIn(filter: Filter | null): readonly string[] {
  const names: string[] = [];
  for (const condition of filter?.values() ?? [])
    visitScalar(condition, (node) => {
      if (node.kind !== 'call' || node.name !== 'metric_value') return;
      const [name] = node.args;
      if (name?.kind === 'literal' && typeof name.value === 'string') names.push(name.value);
    });
  return names;
}
