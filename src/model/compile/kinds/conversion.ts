import type { ConversionMetricDefinition } from '../../../definitions/definitions.js';
import { column } from '../../../expressions/scalar.js';
import type { ConversionMetric, SimpleMetric } from '../../model.js';
import { type MetricContext, refused, simpleMetric } from '../metric-context.js';
import { checkEvents, notSemiAdditive, timeToConvert } from './events.js';
import { base } from './expression.js';

/** How many of one event are followed by another. Groups and conditions are those of the base event's dataset. */
export function compileConversion(definition: ConversionMetricDefinition, context: MetricContext): ConversionMetric {
  const first = simpleMetric(context, definition.base.value, definition.base.at, 'base');
  const second = simpleMetric(context, definition.conversion.value, definition.conversion.at, 'conversion');
  checkEvents([first, second], [definition.entity, ...definition.constant], context);
  if (definition.counts === 'bases' || definition.calculation === 'time') toldApart(first, definition, context);
  const type = definition.calculation === 'count' ? 'integer' : 'double';
  return {
    kind: 'conversion',
    ...base(definition, column('input', first.name, type), [first.dataset], context),
    base: first.name,
    conversion: second.name,
    entity: definition.entity.value,
    constant: definition.constant.map(({ value }) => value),
    window: definition.window?.value ?? null,
    calculation: definition.calculation,
    counts: definition.counts,
    time: timeToConvert(definition.time),
  };
}

/** Base rows are counted, and the one that converted is looked at: a key must say which it is. */
function toldApart(first: SimpleMetric, { base: { at } }: ConversionMetricDefinition, { model }: MetricContext): void {
  notSemiAdditive(first, at);
  const dataset = model.datasets.get(first.dataset);
  if (dataset?.key.length === 0)
    refused({
      code: 'FAN_OUT',
      at,
      message: `The rows of "${first.dataset}" are to be counted one by one, and the dataset has no key to tell them apart.`,
      hint: 'Declare its key:.',
    });
}
