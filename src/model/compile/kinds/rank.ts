import type { RankMetricDefinition } from '../../../definitions/definitions.js';
import { column } from '../../../expressions/scalar.js';
import type { RankMetric } from '../../model.js';
import type { MetricContext } from '../metric-context.js';
import { base } from './expression.js';

/** A group's place among all groups. */
export function compileRank(definition: RankMetricDefinition, context: MetricContext): RankMetric {
  const input = context.metric(definition.of.value, definition.of.at);
  const value = column('input', input.name, 'integer');
  return {
    kind: 'rank',
    ...base(definition, value, input.datasets, context),
    input: input.name,
    direction: definition.direction,
    ties: definition.ties,
  };
}
