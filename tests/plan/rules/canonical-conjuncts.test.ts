import { describe, expect, test } from '@jest/globals';
import { all, any, call, column, equals, type Scalar, TRUE, value } from '../../../src/expressions/scalar.js';
import type { PlanNode } from '../../../src/plan/plan.js';
import { printScalar } from '../../../src/plan/print-scalar.js';
import { canonicalConjuncts } from '../../../src/plan/rules/canonical-conjuncts.js';

const scan: PlanNode = { kind: 'scan', relation: 'plays', table: 'plays' };
const is = (name: string, of: string): Scalar => equals(column('plays', name, 'text'), value(of, 'text'));
const filter = (...where: readonly Scalar[]): PlanNode => ({ kind: 'filter', input: scan, where });
const [tv, web, br] = [is('device', 'tv'), is('device', 'web'), is('country', 'BR')];

describe('canonicalConjuncts', () => {
  test.each([
    { name: 'order does not matter', one: filter(tv, br), other: filter(br, tv) },
    { name: 'one AND or several conditions', one: filter(all([tv, br])), other: filter(tv, br) },
    { name: 'an AND within an AND', one: filter(all([tv, all([br, web])])), other: filter(web, br, tv) },
    { name: 'twice is once', one: filter(tv, tv, br), other: filter(tv, br) },
    { name: 'true says nothing', one: filter(tv, TRUE), other: filter(tv) },
  ])('$name', ({ one, other }) => expect(canonicalConjuncts(one)).toEqual(canonicalConjuncts(other)));

  test('nothing to filter is no filter', () => expect(canonicalConjuncts(filter(TRUE, all([])))).toBe(scan));

  test('what is not AND stays whole', () => {
    const parts = [any([tv, br]), call('not', [all([tv, br])], 'boolean')];
    const node = canonicalConjuncts(filter(...parts));
    expect(node.kind === 'filter' && node.where.map(printScalar).toSorted()).toEqual(parts.map(printScalar).toSorted());
  });

  test('other conditions make another filter', () =>
    expect(canonicalConjuncts(filter(tv, br))).not.toEqual(canonicalConjuncts(filter(web, br))));

  test('leaves other nodes alone', () => expect(canonicalConjuncts(scan)).toBe(scan));
});
