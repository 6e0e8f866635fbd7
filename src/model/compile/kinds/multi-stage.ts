import type { MultiStageMetricDefinition } from '../../../definitions/definitions.js';
import { AGGREGATES, aggregateOf } from '../../../expressions/functions.js';
import { column } from '../../../expressions/scalar.js';
import type { MultiStageMetric } from '../../model.js';
import { type MetricContext, refused } from '../metric-context.js';
import { base } from './expression.js';
import { knownGrain } from './grains.js';

/** An aggregate of a metric's values for each unit of time. */
export function compileMultiStage(definition: MultiStageMetricDefinition, context: MetricContext): MultiStageMetric {
  const input = context.metric(definition.of.value, definition.of.at);
  const then = aggregateOf(definition.aggregate, input.type);
  if (then === undefined)
    return refused({
      code: 'TYPE_MISMATCH',
      at: definition.of.at,
      message: `${definition.aggregate} cannot be taken of "${input.name}", which is ${input.type}.`,
      hint: AGGREGATES[definition.aggregate]?.says,
    });
  const value = column('input', input.name, then.type);
  return {
    kind: 'multi_stage',
    ...base(definition, value, input.datasets, context),
    input: input.name,
    grain: knownGrain(definition.grain, context),
    aggregate: then.name,
  };
}
