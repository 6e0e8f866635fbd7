import type { ConversionMetricDefinition } from '../../../definitions/definitions.js';
import { column } from '../../../expressions/scalar.js';
import { didYouMean } from '../../../problems/did-you-mean.js';
import type { Located } from '../../../problems/problem.js';
import type { ConversionMetric, SimpleMetric } from '../../model.js';
import { type MetricContext, refused, simpleMetric } from '../metric-context.js';
import { base } from './expression.js';

/** How many of one event are followed by another. Groups and conditions are those of the base event's dataset. */
export function compileConversion(definition: ConversionMetricDefinition, context: MetricContext): ConversionMetric {
  const first = simpleMetric(context, definition.base.value, definition.base.at, 'base');
  const second = simpleMetric(context, definition.conversion.value, definition.conversion.at, 'conversion');
  for (const name of [definition.entity, ...definition.constant])
    for (const metric of [first, second]) hasDimension(metric, name, context);
  const datasets = [first.dataset];
  return {
    kind: 'conversion',
    ...base(
      definition,
      column('input', first.name, definition.calculation === 'rate' ? 'double' : 'integer'),
      datasets,
      context,
    ),
    base: first.name,
    conversion: second.name,
    entity: definition.entity.value,
    constant: definition.constant.map(({ value }) => value),
    window: definition.window?.value ?? null,
    calculation: definition.calculation,
  };
}

function hasDimension(metric: SimpleMetric, name: Located<string>, { model }: MetricContext): void {
  const dataset = model.datasets.get(metric.dataset);
  if (metric.time === null)
    refused({
      code: 'NO_TIME',
      at: name.at,
      message: `"${metric.name}" has no time, and a conversion compares times.`,
      hint: `Give "${metric.dataset}" a time:.`,
    });
  if (dataset?.dimensions.has(name.value)) return;
  refused({
    code: 'UNKNOWN_COLUMN',
    at: name.at,
    message: `"${metric.dataset}" has no dimension "${name.value}".`,
    hint: didYouMean(name.value, dataset?.dimensions.keys() ?? []),
  });
}
