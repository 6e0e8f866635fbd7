import { describe, expect, test } from '@jest/globals';
import { call, column, equals, literal, nullOf, type Scalar, value } from '../../../src/expressions/scalar.js';
import type { PlanNode } from '../../../src/plan/plan.js';
import { printPlan } from '../../../src/plan/print-plan.js';
import { caseItself } from '../../../src/plan/rules/case-itself.js';

const plays: PlanNode = { kind: 'scan', relation: 'plays', table: 'plays' };
const minutes = column('plays', 'minutes', 'integer');
const atLeast = (bound: string): Scalar => call('>=', [minutes, literal(bound, 'integer')], 'boolean');
const text = (of: string): Scalar => literal(of, 'text');
const bands = (...args: readonly Scalar[]): Scalar => call('case', args, 'text');
const two = bands(atLeast('60'), text('long'), text('short'));
const three = bands(atLeast('60'), text('long'), atLeast('20'), text('middle'), text('short'));

const rewritten = (...where: readonly Scalar[]): PlanNode => caseItself({ kind: 'filter', input: plays, where });

describe('caseItself', () => {
  test.each<{ name: string; part: Scalar; becomes: Scalar }>([
    { name: 'the first band is its condition', part: equals(two, value('long', 'text')), becomes: atLeast('60') },
    { name: 'of several bands too', part: equals(three, value('long', 'text')), becomes: atLeast('60') },
    {
      name: 'without anything else',
      part: equals(bands(atLeast('60'), text('long'), nullOf('text')), text('long')),
      becomes: atLeast('60'),
    },
  ])('$name', ({ part, becomes }) =>
    expect(printPlan(rewritten(atLeast('5'), part))).toBe(
      printPlan({ kind: 'filter', input: plays, where: [atLeast('5'), becomes] }),
    ),
  );

  test.each<{ name: string; part: Scalar }>([
    { name: 'a band in the middle: what comes before it must not hold', part: equals(three, value('middle', 'text')) },
    { name: 'the rest: NULL minutes are in it', part: equals(two, value('short', 'text')) },
    {
      name: 'a band that two conditions make',
      part: equals(bands(atLeast('60'), text('long'), atLeast('20'), text('long'), text('short')), text('long')),
    },
    {
      name: 'a band that a column may make',
      part: equals(bands(atLeast('60'), text('long'), column('plays', 'band', 'text')), text('long')),
    },
    {
      name: 'numbers, of which 1 and 1.0 are equal',
      part: equals(
        call('case', [atLeast('60'), literal('1', 'double'), literal('1.0', 'double')], 'double'),
        value('1', 'double'),
      ),
    },
    {
      name: 'what must not be so: of NULL minutes it is so',
      part: call('not', [equals(two, text('long'))], 'boolean'),
    },
  ])('leaves $name', ({ part }) => {
    const node: PlanNode = { kind: 'filter', input: plays, where: [part] };
    expect(caseItself(node)).toBe(node);
  });
});
