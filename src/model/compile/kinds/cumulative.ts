import type { CumulativeMetricDefinition } from '../../../definitions/definitions.js';
import { column } from '../../../expressions/scalar.js';
import type { CumulativeMetric, Window } from '../../model.js';
import type { MetricContext } from '../metric-context.js';
import { base } from './expression.js';
import { knownGrain } from './grains.js';

/** A metric over a window of time. */
export function compileCumulative(definition: CumulativeMetricDefinition, context: MetricContext): CumulativeMetric {
  const input = context.metric(definition.of.value, definition.of.at);
  const value = column('input', input.name, definition.period === 'average' ? 'double' : input.type);
  return {
    kind: 'cumulative',
    ...base(definition, value, input.datasets, context),
    input: input.name,
    window: windowOf(definition, context),
    period: definition.period,
  };
}

function windowOf({ window }: CumulativeMetricDefinition, context: MetricContext): Window {
  switch (window.kind) {
    case 'all_time':
      return { kind: 'all_time' };
    case 'to_date':
      return { kind: 'to_date', grain: knownGrain(window.grain, context) };
    default: {
      knownGrain({ value: window.span.value.grain, at: window.span.at }, context);
      return { kind: window.kind, span: window.span.value };
    }
  }
}
