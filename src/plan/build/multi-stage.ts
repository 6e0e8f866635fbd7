import { type AggregateCall, call, column, literal } from '../../expressions/scalar.js';
import { METRIC_TIME, type MultiStageMetric } from '../../model/model.js';
import { pathOrRefuse } from '../../model/path.js';
import type { RequestedGrain } from '../../request/metric-request.js';
import { isBelowDay, isCalendarGrain } from '../../time/grain.js';
import type { Composed, Composition, Part } from '../composition.js';
import { spineOf } from '../custom-grains.js';
import { isStill, looksAway } from '../movement.js';
import { isPlain } from '../movement-of.js';
import type { PlanNode } from '../plan.js';
import type { QuestionDimension } from '../question.js';
import { notExpressible } from '../timeline.js';
import type { Build } from './builders.js';

/** The input for each unit of the grain that has rows, within the group and the period; then an aggregate of these values. */
export const multiStage: Build<MultiStageMetric> = (metric, composer, scope) => {
  const grain: RequestedGrain = isCalendarGrain(metric.grain) ? metric.grain : { custom: metric.grain };
  const type =
    typeof grain === 'string'
      ? isBelowDay(grain)
        ? 'timestamp'
        : 'date'
      : (spineOf(composer.model, grain.custom).types.get(grain.custom) ?? 'date');
  const input = composer.metric(metric.input);
  const still = isStill(scope.movement);
  if (!still && !isPlain(composer.model, input))
    notExpressible(
      `The stages of "${metric.name}" are values of "${input.name}", which looks at other times itself: it cannot be shifted or put into a window.`,
      'Put the window or the shift on the metrics of rows below.',
    );
  const filters = [...(metric.where ? [metric.where] : []), ...scope.filters];
  const part = composer.addPart(
    JSON.stringify(['multi_stage', metric.name, scope.movement, filters.map((filter) => [...filter])]),
    (): Part => {
      const paths = new Map(
        input.datasets.map((dataset) => [dataset, pathOrRefuse(composer.model, dataset, METRIC_TIME)]),
      );
      const stages = composer.relation(`${metric.name}_stages`);
      const relation = composer.relation(`by_${metric.name}`);
      const unit: QuestionDimension = {
        name: composer.relation('stage'),
        paths,
        grain,
        part: null,
        instants: false,
        type,
        ...(!still && { stage: true }),
      };
      const { question } = composer;
      const child = (): Composition =>
        composer.child({ ...question, dimensions: [...question.dimensions, unit] }, [input], {
          filters,
          movement: scope.movement,
        });
      let made: PlanNode | undefined;
      const staged = (composed: Composed): PlanNode => {
        const value = composed.values.get(input.name) ?? notExpressible(`"${metric.name}" has no stages.`);
        const then: AggregateCall = {
          kind: 'aggregate',
          name: metric.aggregate,
          args: [column(stages, 'value', value.type)],
          type: metric.type,
        };
        const count: AggregateCall = { kind: 'aggregate', name: 'count', args: [], type: 'integer' };
        return {
          kind: 'aggregate',
          relation,
          input: {
            kind: 'project',
            relation: stages,
            input: composed.node,
            columns: [...composed.groups, { name: 'value', value }],
          },
          groups: question.dimensions.map(({ name, type }) => ({ name, value: column(stages, name, type) })),
          measures: [
            { name: metric.name, value: then },
            { name: `${metric.name}_rows`, value: count },
          ],
        };
      };
      return {
        relation,
        needsFrame: looksAway(scope.movement),
        node: (frame) => {
          made ??= staged(still ? child().composed() : child().composedFrom(frame));
          return made;
        },
        ...((!still || !isPlain(composer.model, input, true)) && {
          seen: (periods, others) => (looksAway(scope.movement) ? child().seenGroups(periods, others) : null),
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
