import { mapScalar } from '../../expressions/scalar.js';
import type { DerivedMetric } from '../../model/model.js';
import { type Build, type Built, build } from './builders.js';
import { inputScope } from './inputs.js';

/** An expression over the values that other metrics have in the group. */
export const derived: Build<DerivedMetric> = (metric, composer, scope) => {
  const built = new Map<string, Built>();
  for (const [name, input] of metric.inputs)
    built.set(name, build(composer.metric(input.metric), composer, inputScope(metric, input, scope, composer)));
  const value = mapScalar(metric.value, (node) =>
    node.kind === 'column' && node.relation === 'input' ? (built.get(node.column)?.value ?? node) : node,
  );
  return { value, behind: () => [...built.values()].flatMap((each) => each.behind()) };
};
