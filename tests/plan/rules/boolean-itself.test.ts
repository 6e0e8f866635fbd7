import { describe, expect, test } from '@jest/globals';
import { call, column, equals, literal, type Scalar, value } from '../../../src/expressions/scalar.js';
import { printScalar } from '../../../src/plan/print-scalar.js';
import { booleanItself } from '../../../src/plan/rules/boolean-itself.js';

const amount = column('orders', 'amount', 'integer');
const late = call('>', [amount, literal('5', 'integer')], 'boolean');
const isPaid = column('orders', 'is_paid', 'boolean');

describe('booleanItself', () => {
  test.each<{ name: string; before: Scalar; after: string }>([
    { name: 'what is true', before: equals(late, value(true, 'boolean')), after: 'orders.amount > 5' },
    { name: 'what is false', before: equals(late, literal(false, 'boolean')), after: 'not(orders.amount > 5)' },
    { name: 'a column stays', before: equals(isPaid, value(true, 'boolean')), after: 'orders.is_paid = {true}' },
    { name: 'so do columns', before: equals(late, isPaid), after: '(orders.amount > 5) = orders.is_paid' },
  ])('$name', ({ before, after }) => expect(printScalar(booleanItself(before))).toBe(after));
});
