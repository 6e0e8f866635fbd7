import { call, column } from '../../expressions/scalar.js';
import type { ShareMetric } from '../../model/model.js';
import { isSame } from '../frame.js';
import { isStill } from '../movement.js';
import { isMetricTime } from '../question.js';
import { notExpressible } from '../timeline.js';
import { type Build, build } from './builders.js';

/** The input's value over its value with only the `within` dimensions kept (and the period), under the same conditions. */
export const share: Build<ShareMetric> = (metric, composer, scope) => {
  if (!isStill(scope.movement))
    notExpressible(`A share such as "${metric.name}" cannot be shifted or put into a window.`);
  const input = composer.metric(metric.input);
  const filters = [...(metric.where ? [metric.where] : []), ...scope.filters];
  const whole = build(input, composer, { ...scope, filters });
  const { question } = composer;
  const kept = question.dimensions.filter(
    (dimension) =>
      isMetricTime(dimension) ||
      metric.within.some((path) => input.datasets.every((dataset) => dimension.paths.get(dataset)?.text === path)),
  );
  const total = composer.attach(
    JSON.stringify(['share', metric.name, scope.filters.map((filter) => [...filter])]),
    () => {
      const composed = composer.compose(
        {
          ...question,
          dimensions: kept,
          touched: [...(question.touched ?? []), ...question.dimensions.map(({ paths }) => paths)],
        },
        [input],
        { filters },
      );
      const relation = composer.relation(`${metric.name}_total`);
      const value = composed.values.get(input.name) ?? notExpressible(`"${metric.name}" has no total.`);
      return {
        node: {
          kind: 'project',
          relation,
          input: composed.node,
          columns: [...composed.groups, { name: 'total', value }],
        },
        on: (group) =>
          kept.map((dimension) => isSame(group(dimension.name), column(relation, dimension.name, dimension.type))),
      };
    },
  );
  const relation = total.kind === 'project' ? total.relation : '';
  return { value: call('/', [whole.value, column(relation, 'total', input.type)], 'double'), behind: whole.behind };
};
