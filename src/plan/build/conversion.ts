import { type AggregateCall, call, column, equals, literal, type Scalar } from '../../expressions/scalar.js';
import type { ConversionMetric, SimpleMetric } from '../../model/model.js';
import type { Leaf } from '../leaf/leaf.js';
import { type Aggregate, allColumns, type Named, outputColumn, outputOf, type PlanNode } from '../plan.js';
import { type Build, build, type Composer, type Scope } from './builders.js';
import { checkMovement, clockOf, countOf, eventPart, timeBetween, unasked } from './events.js';

/** Names with a dot are no dimension's. */
const MATCHED = 'event.matched';

/** Each row of the conversion's dataset counts once, for the latest base row of its entity at or before it. */
export const conversion: Build<ConversionMetric> = (metric, composer, above) => {
  checkMovement(metric, above, composer);
  const scope: Scope = { ...above, filters: [...(metric.where ? [metric.where] : []), ...above.filters] };
  const base = composer.metric(metric.base) as SimpleMetric;
  const part = composer.addPart(
    JSON.stringify(['conversion', metric.name, scope.filters.map((filter) => [...filter]), scope.movement]),
    () => {
      const relation = composer.relation(`by_${metric.name}`);
      const pass = composer.leafAlone(base, composer.question, scope.movement);
      return eventPart(pass, scope, relation, (name) => matched(metric, base, composer, scope, pass, name));
    },
  );
  const whole = build(base, composer, scope);
  const baseRows = (): Scalar =>
    composer.leafFor(base, scope).rows([...(base.where ? [base.where] : []), ...scope.filters], `${metric.name}_bases`);
  const count = countOf(part.relation, MATCHED);
  const value = {
    count: () => count,
    rate: () => call('/', [count, metric.counts === 'bases' ? baseRows() : whole.value], 'double'),
    time: () => column(part.relation, MATCHED, 'double'),
  }[metric.calculation]();
  return { value, behind: whole.behind };
};

function matched(
  metric: ConversionMetric,
  base: SimpleMetric,
  composer: Composer,
  scope: Scope,
  pass: Leaf,
  relation: string,
): Aggregate {
  const converting = composer.metric(metric.conversion) as SimpleMetric;
  const names = [metric.entity, ...metric.constant];
  const baseRows = pass.events(names, [...(base.where ? [base.where] : []), ...scope.filters]);
  const conversions = numbered(
    composer,
    composer
      .leafAlone(converting, unasked(composer.question))
      .events(names, converting.where ? [converting.where] : []),
  );
  const clock = clockOf(composer, [base, converting]);
  const [earlier, later] = [clock.order(baseRows), clock.order(conversions)];
  const on = [
    ...names.map((_name, index) =>
      equals(outputColumn(baseRows, `event.${index + 1}`), outputColumn(conversions, `event.${index + 1}`)),
    ),
    call('<=', [earlier, later], 'boolean'),
    ...(metric.window === null ? [] : [clock.isWithin(earlier, later, metric.window)]),
  ];
  const keys = outputOf(baseRows).filter(({ name }) => name.startsWith('event.key_'));
  const exact = outputOf(baseRows).some(({ name }) => name === 'event.instant') ? 'event.instant' : 'event.time';
  const latest: Scalar = {
    kind: 'over',
    name: 'rank',
    args: [],
    partitionBy: [outputColumn(conversions, 'event.number')],
    type: 'integer',
    orderBy: [outputColumn(baseRows, exact), ...keys.map(({ name }) => outputColumn(baseRows, name))].map((value) => ({
      value,
      direction: 'desc',
      nulls: 'last',
    })),
  };
  const told = metric.counts === 'bases' || metric.calculation === 'time';
  const pairs: PlanNode = {
    kind: 'project',
    relation: composer.relation('pairs'),
    input: { kind: 'join', type: 'inner', left: baseRows, right: conversions, on },
    columns: [
      ...pass.groups.map((name) => ({ name, value: outputColumn(baseRows, name) })),
      { name: 'event.number', value: outputColumn(conversions, 'event.number') },
      { name: 'event.place', value: latest },
      ...(told
        ? [
            { name: 'event.base_at', value: earlier },
            { name: 'event.converted_at', value: later },
            ...keys.map(({ name }) => ({ name, value: outputColumn(baseRows, name) })),
          ]
        : []),
    ],
  };
  const found: PlanNode = {
    kind: 'filter',
    input: pairs,
    where: [equals(outputColumn(pairs, 'event.place'), literal('1', 'integer'))],
  };
  const counted = metric.counts === 'bases' ? firstOfEach(composer, found, pass.groups, keys) : found;
  return {
    kind: 'aggregate',
    relation,
    input: counted,
    groups: pass.groups.map((name) => ({ name, value: outputColumn(counted, name) })),
    measures: [{ name: MATCHED, value: measure(metric, counted) }],
  };
}

function measure({ time, counts }: ConversionMetric, matched: PlanNode): AggregateCall {
  if (time !== null)
    return timeBetween(time, outputColumn(matched, 'event.base_at'), outputColumn(matched, 'event.converted_at'));
  return counts === 'bases'
    ? { kind: 'aggregate', name: 'count', args: [], type: 'integer' }
    : { kind: 'aggregate', name: 'count_distinct', args: [outputColumn(matched, 'event.number')], type: 'integer' };
}

/** Each base row that converted, with its first conversion. */
function firstOfEach(
  composer: Composer,
  found: PlanNode,
  groups: readonly string[],
  keys: readonly { readonly name: string }[],
): PlanNode {
  const same = (name: string): Named => ({ name, value: outputColumn(found, name) });
  const at = outputColumn(found, 'event.converted_at');
  return {
    kind: 'aggregate',
    relation: composer.relation('converted'),
    input: found,
    groups: [...groups.map(same), same('event.base_at'), ...keys.map(({ name }) => same(name))],
    measures: [{ name: 'event.converted_at', value: { kind: 'aggregate', name: 'min', args: [at], type: at.type } }],
  };
}

/** Rows of the conversion's dataset told apart, whether it has a key or not. */
function numbered(composer: Composer, node: PlanNode): PlanNode {
  const columns = allColumns(node);
  const number: Scalar = { kind: 'over', name: 'row_number', args: [], partitionBy: [], orderBy: [], type: 'integer' };
  return {
    kind: 'project',
    relation: composer.relation('conversions'),
    input: node,
    columns: [...columns, { name: 'event.number', value: number }],
  };
}
