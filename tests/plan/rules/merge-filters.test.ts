import { describe, expect, test } from '@jest/globals';
import { column, equals, type Scalar, value } from '../../../src/expressions/scalar.js';
import type { PlanNode } from '../../../src/plan/plan.js';
import { mergeFilters } from '../../../src/plan/rules/merge-filters.js';
import { applyRules } from '../../../src/plan/rules/rules.js';
import { model } from '../../builders/model.js';

const plays: PlanNode = { kind: 'scan', relation: 'plays', table: 'plays' };
const members: PlanNode = { kind: 'scan', relation: 'members', table: 'members' };
const is = (relation: string, name: string): Scalar => equals(column(relation, name, 'text'), value('x', 'text'));
const filter = (input: PlanNode, ...where: readonly Scalar[]): PlanNode => ({ kind: 'filter', input, where });
const [device, country] = [is('plays', 'device'), is('members', 'country')];

describe('mergeFilters', () => {
  test.each([
    {
      name: 'makes one filter of two',
      before: filter(filter(plays, device), country),
      after: filter(plays, device, country),
    },
    { name: 'leaves one alone', before: filter(plays, device), after: filter(plays, device) },
  ])('$name', ({ before, after }) => expect(mergeFilters(before)).toEqual(after));

  test('leaves a filter that others read', () => {
    const node = filter(filter(plays, device), country);
    expect(mergeFilters(node, true)).toBe(node);
  });

  test('lets a condition above another make a left join inner', () => {
    const join: PlanNode = {
      kind: 'join',
      type: 'left',
      left: plays,
      right: members,
      on: [equals(column('plays', 'member_id', 'bigint'), column('members', 'member_id', 'bigint'))],
    };
    expect(applyRules(filter(filter(join, device), country), model({ datasets: [] }))).toMatchObject({
      input: { kind: 'join', type: 'inner' },
    });
  });
});
