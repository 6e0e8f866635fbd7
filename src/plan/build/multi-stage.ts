import { type AggregateCall, call, column, literal } from '../../expressions/scalar.js';
import { METRIC_TIME, type MultiStageMetric } from '../../model/model.js';
import { pathOrRefuse } from '../../model/path.js';
import type { RequestedGrain } from '../../request/metric-request.js';
import { isBelowDay, isCalendarGrain } from '../../time/grain.js';
import { spineOf } from '../custom-grains.js';
import { isStill } from '../movement.js';
import { notExpressible } from '../timeline.js';
import type { Build } from './builders.js';

/** The input for each unit of the grain that has rows, within the group and the period; then an aggregate of these values. */
export const multiStage: Build<MultiStageMetric> = (metric, composer, scope) => {
  if (!isStill(scope.movement))
    notExpressible(`A metric of several stages such as "${metric.name}" cannot be shifted or put into a window.`);
  const grain: RequestedGrain = isCalendarGrain(metric.grain) ? metric.grain : { custom: metric.grain };
  const type =
    typeof grain === 'string'
      ? isBelowDay(grain)
        ? 'timestamp'
        : 'date'
      : (spineOf(composer.model, grain.custom).types.get(grain.custom) ?? 'date');
  const input = composer.metric(metric.input);
  const filters = [...(metric.where ? [metric.where] : []), ...scope.filters];
  const part = composer.addPart(
    JSON.stringify(['multi_stage', metric.name, filters.map((filter) => [...filter])]),
    () => {
      const paths = new Map(
        input.datasets.map((dataset) => [dataset, pathOrRefuse(composer.model, dataset, METRIC_TIME)]),
      );
      const unit = { name: composer.relation('stage'), paths, grain, part: null, instants: false, type };
      const { question } = composer;
      const composed = composer.compose({ ...question, dimensions: [...question.dimensions, unit] }, [input], {
        filters,
      });
      const stages = composer.relation(`${metric.name}_stages`);
      const relation = composer.relation(`by_${metric.name}`);
      const value = composed.values.get(input.name) ?? notExpressible(`"${metric.name}" has no stages.`);
      const staged = {
        kind: 'project',
        relation: stages,
        input: composed.node,
        columns: [...composed.groups, { name: 'value', value }],
      } as const;
      const then: AggregateCall = {
        kind: 'aggregate',
        name: metric.aggregate,
        args: [column(stages, 'value', value.type)],
        type: metric.type,
      };
      const groups = question.dimensions.map(({ name, type }) => ({ name, value: column(stages, name, type) }));
      const count: AggregateCall = { kind: 'aggregate', name: 'count', args: [], type: 'integer' };
      return {
        relation,
        needsFrame: false,
        node: () => ({
          kind: 'aggregate',
          relation,
          input: staged,
          groups,
          measures: [
            { name: metric.name, value: then },
            { name: `${metric.name}_rows`, value: count },
          ],
        }),
      };
    },
  );
  const value = column(part.relation, metric.name, metric.type);
  const counts = metric.aggregate === 'count' || metric.aggregate === 'count_distinct'; // of no unit it is 0
  return {
    value: counts ? call('coalesce', [value, literal('0', 'integer')], metric.type) : value,
    behind: () => [column(part.relation, `${metric.name}_rows`, 'integer')],
  };
};
