import { type AggregateCall, call, choose, column, isNotNull, literal, type Scalar } from '../../expressions/scalar.js';
import type { SemiAdditive, SimpleMetric } from '../../model/model.js';
import { pathOrRefuse } from '../../model/path.js';
import { isSame } from '../frame.js';
import { isStill } from '../movement.js';
import { type Aggregate, type Named, outputColumn, type PlanNode, type Project } from '../plan.js';
import { isMetricTime, type QuestionDimension } from '../question.js';
import { notExpressible } from '../timeline.js';
import type { Build, Composer, Scope } from './builders.js';

const ZERO = literal('0', 'integer');
const COUNT: AggregateCall = { kind: 'aggregate', name: 'count', args: [], type: 'integer' };

/**
 * The mean of a semi-additive metric's values on the days of a period (K5b), of each `per` by itself: then the means are
 * added up. With `empty: 0` a day on which others have rows counts as 0.
 */
export const average: Build<SimpleMetric> = (metric, composer, scope) => {
  if (!isStill(scope.movement))
    notExpressible(`A mean over days such as "${metric.name}" cannot be shifted or put into a window.`);
  const part = composer.addPart(
    JSON.stringify(['average', metric.name, scope.filters.map((filter) => [...filter])]),
    () => {
      const relation = composer.relation(`by_${metric.name}`);
      const keys = keysOf(metric, composer);
      const node = means(metric, composer, scope, keys, relation);
      return { relation, needsFrame: false, node: () => node };
    },
  );
  const rows = column(part.relation, DAYS, 'integer');
  const mean = column(part.relation, MEAN, 'double');
  const there = call('>', [rows, ZERO], 'boolean');
  return { value: metric.empty === 0 ? choose(there, mean, ZERO, 'double') : mean, behind: () => [rows] };
};

const [VALUE, MEAN, DAYS] = ['value', 'mean', 'days'] as const;

interface Keys {
  readonly day: QuestionDimension;
  readonly per: readonly QuestionDimension[];
}

function keysOf({ dataset, semiAdditive }: SimpleMetric, composer: Composer): Keys {
  const { over, per } = semiAdditive as SemiAdditive;
  const dimension = (name: string): QuestionDimension => {
    const paths = new Map([[dataset, pathOrRefuse(composer.model, dataset, name)]]);
    const type = composer.model.datasets.get(dataset)?.dimensions.get(name)?.type ?? 'text';
    return { name: composer.relation(`of_${name}`), paths, grain: null, part: null, instants: false, type };
  };
  return { day: dimension(over), per: per.map(dimension) };
}

/** One row for each group. */
function means(metric: SimpleMetric, composer: Composer, scope: Scope, keys: Keys, relation: string): Aggregate {
  const { dimensions } = composer.question;
  const daily = valuesBy([...dimensions, keys.day, ...keys.per], metric, composer, scope, keys);
  const inner = [...dimensions, ...keys.per];
  const days = metric.empty === 0 ? daysOf(metric, composer, scope, keys) : null;
  const of = (name: string, type: Scalar['type']): Scalar => column(daily.relation, name, type);
  const value = outputColumn(daily, VALUE);
  const summed: Aggregate = {
    kind: 'aggregate',
    relation: composer.relation(`${metric.name}_sums`),
    input: daily,
    groups: inner.map(({ name, type }): Named => ({ name, value: of(name, type) })),
    measures: [
      { name: 'sum', value: { kind: 'aggregate', name: 'sum', args: [value], type: 'double' } },
      { name: 'known', value: { ...COUNT, args: [value] } },
      { name: DAYS, value: COUNT },
    ],
  };
  const [sum, known, rows] = ['sum', 'known', DAYS].map((name) => outputColumn(summed, name)) as [
    Scalar,
    Scalar,
    Scalar,
  ];
  const shared = [...dimensions.filter(isMetricTime), ...keys.per].map(({ name }) => name);
  const joined: PlanNode =
    days === null
      ? summed
      : {
          kind: 'join',
          type: 'left',
          left: summed,
          right: days,
          on: shared.map((name) => isSame(outputColumn(summed, name), outputColumn(days, name))),
        };
  const minus = (a: Scalar, b: Scalar): Scalar => call('-', [a, b], 'integer');
  const mean =
    days === null
      ? call('/', [sum, known], 'double')
      : call(
          '/',
          [
            call('coalesce', [sum, literal('0', 'double')], 'double'),
            minus(outputColumn(days, DAYS), minus(rows, known)),
          ],
          'double',
        );
  const each: Project = {
    kind: 'project',
    relation: composer.relation(`${metric.name}_means`),
    input: joined,
    columns: [
      ...inner.map(({ name }): Named => ({ name, value: outputColumn(summed, name) })),
      { name: MEAN, value: mean },
      { name: DAYS, value: rows },
    ],
  };
  return {
    kind: 'aggregate',
    relation,
    input: each,
    groups: dimensions.map(({ name }): Named => ({ name, value: outputColumn(each, name) })),
    measures: [
      { name: MEAN, value: { kind: 'aggregate', name: 'sum', args: [outputColumn(each, MEAN)], type: 'double' } },
      { name: DAYS, value: { kind: 'aggregate', name: 'sum', args: [outputColumn(each, DAYS)], type: 'integer' } },
    ],
  };
}

/** The metric's value on each day that has rows, by some dimensions. */
function valuesBy(
  dimensions: readonly QuestionDimension[],
  metric: SimpleMetric,
  composer: Composer,
  scope: Scope,
  { day }: Keys,
): Project {
  const { question } = composer;
  const touched = [...(question.touched ?? []), ...question.dimensions.map(({ paths }) => paths)];
  const plain: SimpleMetric = { ...metric, semiAdditive: null, empty: null, type: metric.value.type };
  const composed = composer.compose({ ...question, touched, dimensions }, [plain], { filters: scope.filters });
  const value = composed.values.get(metric.name) ?? notExpressible(`"${metric.name}" has no days.`);
  const group = (name: string): Scalar => composed.groups.find((each) => each.name === name)?.value as Scalar;
  return {
    kind: 'project',
    relation: composer.relation(`${metric.name}_daily`),
    input: { kind: 'filter', input: composed.node, where: [isNotNull(group(day.name))] },
    columns: [...composed.groups, { name: VALUE, value: call('cast', [value], 'double') }],
  };
}

/** How many days each period has, of each `per`, whatever the other dimensions. */
function daysOf(metric: SimpleMetric, composer: Composer, scope: Scope, keys: Keys): Aggregate {
  const shared = [...composer.question.dimensions.filter(isMetricTime), ...keys.per];
  const daily = valuesBy([...shared, keys.day], metric, composer, scope, keys);
  return {
    kind: 'aggregate',
    relation: composer.relation(`${metric.name}_days`),
    input: daily,
    groups: shared.map(({ name }): Named => ({ name, value: outputColumn(daily, name) })),
    measures: [{ name: DAYS, value: COUNT }],
  };
}
