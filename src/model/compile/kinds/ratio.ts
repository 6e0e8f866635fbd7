import type { RatioMetricDefinition } from '../../../definitions/definitions.js';
import { call, column } from '../../../expressions/scalar.js';
import type { RatioMetric } from '../../model.js';
import type { MetricContext } from '../metric-context.js';
import { base } from './expression.js';

/** Numerator over denominator, each aggregated in the group first: always a double. */
export function compileRatio(definition: RatioMetricDefinition, context: MetricContext): RatioMetric {
  const [numerator, denominator] = [context.input(definition.numerator), context.input(definition.denominator)];
  const metrics = [numerator, denominator].map((input) => context.metric(input.metric, definition.name.at));
  const datasets = [...new Set(metrics.flatMap((metric) => metric.datasets))];
  const value = call(
    '/',
    metrics.map((metric, index) => column('input', index === 0 ? 'numerator' : 'denominator', metric.type)),
    'double',
  );
  return { kind: 'ratio', ...base(definition, value, datasets, context), numerator, denominator };
}
