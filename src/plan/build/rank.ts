import type { RankMetric } from '../../model/model.js';
import { isStill } from '../movement.js';
import { notExpressible } from '../timeline.js';
import { type Build, build } from './builders.js';

/** Among all groups of the answer, before having and pages; NULL after all others. */
export const rank: Build<RankMetric> = (metric, composer, scope) => {
  if (!isStill(scope.movement))
    notExpressible(
      `"${metric.name}" is a place among the groups of the answer: it cannot be shifted or put into a window.`,
      'Rank a metric that is itself shifted or a window.',
    );
  const input = build(composer.metric(metric.input), composer, {
    ...scope,
    filters: [...(metric.where ? [metric.where] : []), ...scope.filters],
  });
  return {
    value: {
      kind: 'over',
      name: metric.ties === 'dense' ? 'dense_rank' : 'rank',
      args: [],
      partitionBy: [],
      orderBy: [{ value: input.value, direction: metric.direction, nulls: 'last' }],
      type: 'integer',
    },
    behind: input.behind,
  };
};
