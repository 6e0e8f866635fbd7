import { expect, test } from '@jest/globals';
import { difference, sameCell } from './compare.js';

test.each([
  ['decimal', '2.50', 2.5, true],
  ['integer', '9007199254740993', '9007199254740992', false],
  ['double', 1, 1 + 1e-10, true],
  ['double', 1, 1 + 1e-7, false],
  ['double', 0, null, false],
  ['date', '2024-01-01', '2024-01-01T00:00:00.000Z', true],
  ['timestamp', '2024-01-01T08:00:00', '2024-01-01 08:00', true],
  ['text', '1', 1, false],
  ['boolean', true, 'true', false],
])('%s: %p and %p are the same: %p', (type, want, got, same) => {
  expect(sameCell(type, want, got)).toBe(same);
});

const strict = { ordered: false, keep_null_rows: true, null_as_zero: false };
const want = {
  columns: ['k', 'm'],
  rows: [
    ['a', 1],
    ['b', null],
  ],
};

test('rows are a multiset unless their order matters', () => {
  const got = {
    columns: ['m', 'k'],
    rows: [
      [null, 'b'],
      [1, 'a'],
    ],
  };
  expect(difference(want, ['text', 'integer'], got, ['m'], strict)).toBeUndefined();
  expect(difference(want, ['text', 'integer'], got, ['m'], { ...strict, ordered: true })).toContain('in this order');
});

test('rows of NULL alone may be left out where that is left open', () => {
  const got = { columns: ['k', 'm'], rows: [['a', 1]] };
  expect(difference(want, ['text', 'integer'], got, ['m'], strict)).toContain('expected ["b",null]');
  expect(difference(want, ['text', 'integer'], got, ['m'], { ...strict, keep_null_rows: false })).toBeUndefined();
});

test('a total is compared where the query asks for one', () => {
  const got = { ...want, total: 3 };
  expect(difference({ ...want, total: 2 }, ['text', 'integer'], got, ['m'], strict)).toBe('expected total 2, got 3');
});
