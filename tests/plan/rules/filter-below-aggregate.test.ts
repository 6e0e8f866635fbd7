import { describe, expect, test } from '@jest/globals';
import {
  type AggregateCall,
  all,
  any,
  call,
  column,
  equals,
  literal,
  type Scalar,
  value,
} from '../../../src/expressions/scalar.js';
import type { Aggregate, PlanNode } from '../../../src/plan/plan.js';
import { printPlan } from '../../../src/plan/print-plan.js';
import { filterBelowAggregate } from '../../../src/plan/rules/filter-below-aggregate.js';

const plays: PlanNode = { kind: 'scan', relation: 'plays', table: 'plays' };
const minutes = column('plays', 'minutes', 'integer');
const country = column('plays', 'country', 'text');
const is = (name: string): Scalar => equals(column('plays', name, 'text'), value('x', 'text'));
const [tv, done] = [is('device'), is('state')];

const sum = (where?: Scalar): AggregateCall => ({
  ...{ kind: 'aggregate', name: 'sum', args: [minutes], type: 'integer' },
  ...(where && { where }),
});
const count = (where?: Scalar): AggregateCall => ({
  ...{ kind: 'aggregate', name: 'count', args: [], type: 'integer' },
  ...(where && { where }),
});
const by = (
  groups: readonly Scalar[],
  measures: Readonly<Record<string, AggregateCall>>,
  input: PlanNode = plays,
): Aggregate => ({
  kind: 'aggregate',
  relation: 'by_plays',
  input,
  groups: groups.map((of) => ({ name: 'country', value: of })),
  measures: Object.entries(measures).map(([name, of]) => ({ name, value: of })),
});
const filter = (input: PlanNode, ...where: readonly Scalar[]): PlanNode => ({ kind: 'filter', input, where });
const positive = (name: string): Scalar =>
  call('>', [column('by_plays', name, 'integer'), literal('0', 'integer')], 'boolean');
const large = call('>', [column('by_plays', 'hours', 'integer'), value('9', 'integer')], 'boolean');

describe('filterBelowAggregate', () => {
  test.each<{ name: string; node: PlanNode; becomes: PlanNode }>([
    {
      name: 'what narrows every measure narrows the rows, where groups without such a row are not wanted',
      node: filter(by([country], { hours: sum(tv), rows: count(tv) }), positive('rows')),
      becomes: by([country], { hours: sum(), rows: count() }, filter(plays, tv)),
    },
    {
      name: 'other conditions on groups stay',
      node: filter(by([country], { hours: sum(tv), rows: count(tv) }), positive('rows'), large),
      becomes: filter(by([country], { hours: sum(), rows: count() }, filter(plays, tv)), large),
    },
    {
      name: 'only what all have in common',
      node: filter(by([country], { a: count(all([tv, done])), b: count(tv) }), any([positive('a'), positive('b')])),
      becomes: by([country], { a: count(done), b: count() }, filter(plays, tv)),
    },
    {
      name: 'a group needs one of what is left',
      node: filter(by([country], { hours: sum(tv), rows: count(all([tv, done])) }), positive('rows')),
      becomes: filter(by([country], { hours: sum(), rows: count(done) }, filter(plays, tv)), positive('rows')),
    },
    {
      name: 'without groups there is one row anyway',
      node: by([], { hours: sum(tv) }),
      becomes: by([], { hours: sum() }, filter(plays, tv)),
    },
  ])('$name', ({ node, becomes }) => expect(printPlan(filterBelowAggregate(node))).toBe(printPlan(becomes)));

  test.each<{ name: string; node: PlanNode }>([
    { name: 'a measure of all rows', node: by([], { hours: sum(tv), rows: count() }) },
    { name: 'measures of different rows', node: by([], { hours: sum(tv), rows: count(done) }) },
    { name: 'groups that are wanted without a row', node: by([country], { hours: sum(tv), rows: count(tv) }) },
    { name: 'a condition that says nothing of rows', node: filter(by([country], { hours: sum(tv) }), large) },
    {
      name: 'rows or something else',
      node: filter(by([country], { hours: sum(tv), rows: count(tv) }), any([positive('rows'), large])),
    },
  ])('leaves alone: $name', ({ node }) => expect(filterBelowAggregate(node)).toBe(node));
});
