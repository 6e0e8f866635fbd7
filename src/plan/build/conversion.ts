import { type AggregateCall, call, column, equals, literal, type Scalar } from '../../expressions/scalar.js';
import type { ConversionMetric, SimpleMetric } from '../../model/model.js';
import { type CalendarGrain, isCalendarGrain } from '../../time/grain.js';
import { isStill } from '../movement.js';
import { outputColumn, outputOf, type PlanNode, relationOf } from '../plan.js';
import { notExpressible, plus } from '../timeline.js';
import { type Build, build, type Composer, type Scope } from './builders.js';

/** Each row of the conversion's dataset counts once, for the latest base row of its entity at or before it. */
export const conversion: Build<ConversionMetric> = (metric, composer, above) => {
  if (!isStill(above.movement))
    notExpressible(`A conversion such as "${metric.name}" cannot be shifted or put into a window.`);
  const scope: Scope = { ...above, filters: [...(metric.where ? [metric.where] : []), ...above.filters] };
  const base = composer.metric(metric.base) as SimpleMetric;
  const part = composer.addPart(
    JSON.stringify(['conversion', metric.name, scope.filters.map((filter) => [...filter])]),
    () => {
      const relation = composer.relation(`by_${metric.name}`);
      return { relation, needsFrame: false, node: () => matched(metric, base, composer, scope, relation) };
    },
  );
  const count = call('coalesce', [column(part.relation, metric.name, 'integer'), literal('0', 'integer')], 'integer');
  const whole = build(base, composer, scope);
  return {
    value: metric.calculation === 'count' ? count : call('/', [count, whole.value], 'double'),
    behind: whole.behind,
  };
};

function matched(
  metric: ConversionMetric,
  base: SimpleMetric,
  composer: Composer,
  scope: Scope,
  relation: string,
): PlanNode {
  const converting = composer.metric(metric.conversion) as SimpleMetric;
  const names = [metric.entity, ...metric.constant];
  const baseRows = composer
    .leafAlone(base, composer.question)
    .events(names, [...(base.where ? [base.where] : []), ...scope.filters]);
  const nothing = { ...composer.question, dimensions: [], where: [], segments: [], time: null };
  const conversions = numbered(
    composer,
    composer.leafAlone(converting, nothing).events(names, converting.where ? [converting.where] : []),
  );
  const times = [outputColumn(baseRows, 'event_time'), outputColumn(conversions, 'event_time')] as const;
  const [earlier, later] = times[0].type === times[1].type ? times : [day(times[0]), day(times[1])];
  const on = [
    ...names.map((_name, index) =>
      equals(outputColumn(baseRows, `event_${index + 1}`), outputColumn(conversions, `event_${index + 1}`)),
    ),
    call('<=', [earlier, later], 'boolean'),
    ...(metric.window === null
      ? []
      : [call('>', [earlier, plus(later, -metric.window.count, calendar(metric.window.grain))], 'boolean')]),
  ];
  const keys = outputOf(baseRows).filter(({ name }) => name.startsWith('event_key_'));
  const latest: Scalar = {
    kind: 'over',
    name: 'rank',
    args: [],
    partitionBy: [outputColumn(conversions, 'number')],
    type: 'integer',
    orderBy: [outputColumn(baseRows, 'event_time'), ...keys.map(({ name }) => outputColumn(baseRows, name))].map(
      (value) => ({
        value,
        direction: 'desc',
        nulls: 'last',
      }),
    ),
  };
  const groups = composer.question.dimensions.map(({ name }) => name);
  const pairs: PlanNode = {
    kind: 'project',
    relation: composer.relation('pairs'),
    input: { kind: 'join', type: 'inner', left: baseRows, right: conversions, on },
    columns: [
      ...groups.map((name) => ({ name, value: outputColumn(baseRows, name) })),
      { name: 'number', value: outputColumn(conversions, 'number') },
      { name: 'place', value: latest },
    ],
  };
  const count: AggregateCall = {
    kind: 'aggregate',
    name: 'count_distinct',
    args: [outputColumn(pairs, 'number')],
    type: 'integer',
  };
  return {
    kind: 'aggregate',
    relation,
    input: { kind: 'filter', input: pairs, where: [equals(outputColumn(pairs, 'place'), literal('1', 'integer'))] },
    groups: groups.map((name) => ({ name, value: outputColumn(pairs, name) })),
    measures: [{ name: metric.name, value: count }],
  };
}

/** Rows of the conversion's dataset told apart, whether it has a key or not. */
function numbered(composer: Composer, node: PlanNode): PlanNode {
  const columns = outputOf(node).map(({ name, type }) => ({ name, value: column(relationOf(node), name, type) }));
  const number: Scalar = { kind: 'over', name: 'row_number', args: [], partitionBy: [], orderBy: [], type: 'integer' };
  return {
    kind: 'project',
    relation: composer.relation('conversions'),
    input: node,
    columns: [...columns, { name: 'number', value: number }],
  };
}

const day = (time: Scalar): Scalar =>
  time.type === 'date' ? time : call('trunc', [literal('day', 'text'), time], 'date');
const calendar = (grain: string): CalendarGrain =>
  isCalendarGrain(grain) ? grain : notExpressible(`A window in ${grain} is not supported; calendar grains are.`);
