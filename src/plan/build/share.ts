import { call, column, type Scalar } from '../../expressions/scalar.js';
import type { ShareMetric } from '../../model/model.js';
import type { Composed, Part } from '../composition.js';
import { type Frame, frameColumn, isSame } from '../frame.js';
import { isStill } from '../movement.js';
import { allColumns, type Named, outputColumn, type PlanNode, relationOf } from '../plan.js';
import { isMetricTime, type Question } from '../question.js';
import { notExpressible } from '../timeline.js';
import { type Build, build, type Composer, type Scope } from './builders.js';

/** The input's value over its value with only the `within` dimensions kept (and the period), under the same conditions. */
export const share: Build<ShareMetric> = (metric, composer, above) => {
  const input = composer.metric(metric.input);
  const scope: Scope = { ...above, filters: [...(metric.where ? [metric.where] : []), ...above.filters] };
  const part = build(input, composer, scope);
  const { question } = composer;
  const kept = question.dimensions.filter(
    (dimension) =>
      isMetricTime(dimension) ||
      metric.within.some((path) => input.datasets.every((dataset) => dimension.paths.get(dataset)?.text === path)),
  );
  const less: Question = {
    ...question,
    dimensions: kept,
    touched: [...(question.touched ?? []), ...question.dimensions.map(({ paths }) => paths)],
  };
  const whole = (composed: Composed): Named => ({
    name: 'total',
    value: composed.values.get(input.name) ?? notExpressible(`"${metric.name}" has no total.`),
  });
  const key = JSON.stringify(['share', metric.name, scope.movement, scope.filters.map((filter) => [...filter])]);
  const relation = isStill(scope.movement)
    ? relationOf(
        composer.attach(key, () => {
          const composed = composer.compose(less, [input], scope);
          const total = composer.relation(`${metric.name}_total`);
          return {
            node: {
              kind: 'project',
              relation: total,
              input: composed.node,
              columns: [...composed.groups, whole(composed)],
            },
            on: (group) =>
              kept.map((dimension) => isSame(group(dimension.name), column(total, dimension.name, dimension.type))),
          };
        }),
      )
    : composer.addPart(key, (): Part => {
        const total = composer.relation(`${metric.name}_total`);
        return {
          relation: total,
          needsFrame: true,
          node: (frame) =>
            elsewhere(composer, less, frame as Frame, total, (ofKept) => {
              const composed = composer.compose(less, [input], { ...scope, frame: ofKept });
              return { composed, whole: whole(composed) };
            }),
        };
      }).relation;
  return { value: call('/', [part.value, column(relation, 'total', input.type)], 'double'), behind: part.behind };
};

/** Wholes of other times than the groups' own: for each group of a frame, that of the groups which share its kept dimensions. */
function elsewhere(
  composer: Composer,
  { dimensions }: Question,
  frame: Frame,
  relation: string,
  compose: (ofKept: Frame) => { readonly composed: Composed; readonly whole: Named },
): PlanNode {
  const others = new Set(
    composer.question.dimensions.filter((dimension) => !dimensions.includes(dimension)).map(({ name }) => name),
  );
  const groups = allColumns(frame.node);
  const keys = groups.filter(({ name }) => !others.has(name));
  const distinct: PlanNode = {
    kind: 'aggregate',
    relation: composer.relation(`${relation}_groups`),
    input: frame.node,
    groups: keys,
    measures: [],
  };
  const { composed, whole } = compose({
    node: distinct,
    at: frame.at === null ? null : outputColumn(distinct, frame.at.column),
  });
  const wholes: PlanNode = {
    kind: 'project',
    relation: composer.relation(`${relation}_whole`),
    input: composed.node,
    columns: [...composed.groups, whole],
  };
  const on = composed.groups.map(({ name }): Scalar => isSame(frameColumn(frame, name), outputColumn(wholes, name)));
  return {
    kind: 'project',
    relation,
    input: { kind: 'join', type: 'inner', left: frame.node, right: wholes, on },
    columns: [
      ...groups.filter(({ name }) => composer.question.dimensions.some((dimension) => dimension.name === name)),
      { name: whole.name, value: outputColumn(wholes, whole.name) },
    ],
  };
}
