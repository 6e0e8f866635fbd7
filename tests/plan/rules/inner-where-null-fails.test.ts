import { describe, expect, test } from '@jest/globals';
import {
  all,
  any,
  call,
  choose,
  column,
  equals,
  isNotNull,
  isNull,
  literal,
  not,
  type Scalar,
  value,
} from '../../../src/expressions/scalar.js';
import { type Aggregate, outputOf, type PlanNode, relationOf } from '../../../src/plan/plan.js';
import { failsOnNulls, innerWhereNullFails } from '../../../src/plan/rules/inner-where-null-fails.js';

const scan = (relation: string): PlanNode => ({ kind: 'scan', relation, table: relation });
const key = (relation: string, name: string): Scalar => column(relation, name, 'bigint');
const join = (type: 'left' | 'inner', left: PlanNode, from: string, to: string): PlanNode => ({
  kind: 'join',
  type,
  left,
  right: scan(to),
  on: [equals(key(from, `${to}_id`), key(to, `${to}_id`))],
});
const filter = (input: PlanNode, ...where: readonly Scalar[]): PlanNode => ({ kind: 'filter', input, where });
const is = (relation: string): Scalar => equals(column(relation, 'name', 'text'), value('x', 'text'));
const ways = (node: PlanNode): readonly string[] =>
  node.kind === 'join'
    ? [...ways(node.left), `${node.type} ${relationOf(node.right)}`]
    : node.kind === 'filter' || node.kind === 'aggregate'
      ? ways(node.input)
      : [];

const plays = scan('plays');
const counts = (input: PlanNode, ...wheres: readonly (Scalar | undefined)[]): Aggregate => ({
  ...{ kind: 'aggregate', relation: 'by', input, groups: [{ name: 'plan', value: column('members', 'plan', 'text') }] },
  measures: wheres.map((where, at) => ({
    name: `rows_${at}`,
    value: { kind: 'aggregate', name: 'count', args: [], type: 'bigint', ...(where && { where }) },
  })),
});
const positive = (at: number): Scalar =>
  call('>', [column('by', `rows_${at}`, 'bigint'), literal('0', 'integer')], 'boolean');
const members = join('left', plays, 'plays', 'members');
const both = join('left', members, 'plays', 'titles');
const country = join('left', members, 'members', 'countries');

describe('innerWhereNullFails', () => {
  test.each([
    { name: 'an inner join comes first', node: filter(both, is('titles')), becomes: ['inner titles', 'left members'] },
    {
      name: 'the way to it is inner too',
      node: filter(country, is('countries')),
      becomes: ['inner members', 'inner countries'],
    },
    {
      name: 'but not the way on from it',
      node: filter(country, is('members')),
      becomes: ['inner members', 'left countries'],
    },
    {
      name: 'a join waits for what its ON reads',
      node: filter(join('left', both, 'members', 'countries'), is('countries')),
      becomes: ['inner members', 'inner countries', 'left titles'],
    },
    {
      name: 'a link that is inner already makes the way to it so',
      node: filter(join('inner', members, 'members', 'countries'), is('plays')),
      becomes: ['inner members', 'inner countries'],
    },
    {
      name: 'what no measure counts, where groups without a counted row go',
      node: filter(counts(members, is('members'), not(is('members'))), any([positive(0), positive(1)])),
      becomes: ['inner members'],
    },
    {
      name: 'what no measure counts, where there are no groups',
      node: { ...counts(filter(both, is('plays')), is('members'), all([is('members'), is('titles')])), groups: [] },
      becomes: ['inner members', 'left titles'],
    },
  ])('$name', ({ node, becomes }) => expect(ways(innerWhereNullFails(node))).toEqual(becomes));

  test.each([
    { name: 'conditions on its own rows', node: filter(both, is('plays')) },
    { name: 'a condition that a missing row passes', node: filter(members, isNull(column('members', 'name', 'text'))) },
    { name: 'either of two sides', node: filter(both, any([is('titles'), is('members')])) },
    { name: 'a join without a condition', node: members },
    {
      name: 'rows of a measure without a condition',
      node: filter(counts(members, is('members'), undefined), positive(0)),
    },
    {
      name: 'rows that one measure counts without a partner',
      node: filter(counts(members, is('members'), is('plays')), any([positive(0), positive(1)])),
    },
    { name: 'groups that may be without a counted row', node: counts(members, is('members')) },
  ])('leaves alone: $name', ({ node }) => expect(innerWhereNullFails(node)).toBe(node));

  test('gives the same columns', () =>
    expect(outputOf(innerWhereNullFails(filter(both, is('titles'))))).toEqual(outputOf(both)));
});

describe('failsOnNulls', () => {
  const name = column('members', 'name', 'text');
  const paid = column('members', 'is_paid', 'boolean');
  test.each<[string, Scalar]>([
    ['a comparison', is('members')],
    ['its opposite', not(is('members'))],
    ['a boolean', paid],
    [
      'arithmetic',
      call('>', [call('+', [key('members', 'a'), literal('1', 'integer')], 'bigint'), key('plays', 'b')], 'boolean'),
    ],
    ['a list', call('in', [name, literal('x', 'text')], 'boolean')],
    ['IS NOT NULL', isNotNull(name)],
    ['one part of AND', all([is('plays'), is('members')])],
    ['both parts of OR', any([is('members'), paid])],
  ])('%s', (_name, scalar) => expect(failsOnNulls(scalar, 'members')).toBe(true));

  test.each<[string, Scalar]>([
    ['another relation', is('titles')],
    ['IS NULL', isNull(name)],
    ['NOT over AND', not(all([is('plays'), is('members')]))],
    ['a value in a list', call('in', [column('plays', 'a', 'text'), name], 'boolean')],
    ['COALESCE', equals(call('coalesce', [name, literal('x', 'text')], 'text'), literal('x', 'text'))],
    ['CASE', choose(is('members'), literal(false, 'boolean'), literal(true, 'boolean'))],
    ['IS NOT DISTINCT FROM', call('is_same', [name, value(null, 'text')], 'boolean')],
  ])('not %s', (_name, scalar) => expect(failsOnNulls(scalar, 'members')).toBe(false));
});
