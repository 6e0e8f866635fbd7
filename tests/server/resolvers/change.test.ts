import { describe, expect, test } from '@jest/globals';
import { timeBefore } from '../../../src/request/compare.js';
import type { TimeRangeInput } from '../../../src/request/query-input.js';
import { changeOf, exactDifference } from '../../../src/server/resolvers/change.js';

test.each([
  ['12.50', '0.255', '12.245'],
  ['0.1', '0.3', '-0.2'],
  ['99999999999999999999999999999999999999', '1', '99999999999999999999999999999999999998'],
  ['-0.05', '-0.05', '0.00'],
  ['5', '7', '-2'],
])('exactDifference of %s and %s is %s', (a, b, difference) => {
  expect(exactDifference(a, b)).toBe(difference);
});

describe('changeOf', () => {
  test('counts are numbers', () => {
    expect(changeOf('integer', 5, 4)).toEqual({ value: 5, before: 4, difference: 1, ratio: 0.25 });
  });
  test('nothing is divided by zero', () => {
    expect(changeOf('decimal(8,2)', '5.00', '0.00').ratio).toBeNull();
  });
  test('null on either side is no change', () => {
    expect(changeOf('integer', null, 4)).toEqual({ value: null, before: 4, difference: null, ratio: null });
  });
});

describe('timeBefore', () => {
  const february = { from: '2024-02-01T00:00:00', to: '2024-03-01T00:00:00' };
  const days: TimeRangeInput = { days: { from: '2024-02-01', through: '2024-02-29' } };
  test.each([
    {
      name: 'days by as many days',
      asked: days,
      to: 'previous_period',
      before: { from: '2024-01-03T00:00:00', to: '2024-02-01T00:00:00' },
    },
    {
      name: 'the last month by a month',
      asked: { last: { count: 1, grain: 'month' } },
      to: 'previous_period',
      before: { from: '2024-01-01T00:00:00', to: '2024-02-01T00:00:00' },
    },
    {
      name: 'a leap February by a whole February',
      asked: days,
      to: 'previous_year',
      before: { from: '2023-02-01T00:00:00', to: '2023-03-01T00:00:00' },
    },
    {
      name: 'weekdays by 52 weeks',
      asked: days,
      to: 'previous_year_weekday',
      before: { from: '2023-02-02T00:00:00', to: '2023-03-03T00:00:00' },
    },
  ] as const)('$name', ({ asked, to, before }) => {
    expect(timeBefore({ spines: [] }, february, asked, to)).toEqual({ between: before });
  });
});
