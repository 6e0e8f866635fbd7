import { describe, expect, test } from '@jest/globals';
import type { CalendarGrain } from '../../src/time/grain.js';
import {
  add,
  minus,
  printWallClock,
  readDate,
  readWallClock,
  startOf,
  type WallClock,
} from '../../src/time/wall-clock.js';

const clock = (text: string): WallClock => {
  const read = readWallClock(text);
  if (read === undefined) throw new Error(text);
  return read;
};

describe('readWallClock', () => {
  test.each([
    ['2024-01-31', '2024-01-31T00:00:00'],
    ['2024-01-31T10:00', '2024-01-31T10:00:00'],
    ['2024-01-31 10:00:59.500', '2024-01-31T10:00:59.5'],
    ['2024-02-29T23:59:59.999999', '2024-02-29T23:59:59.999999'],
    ['0001-01-01', '0001-01-01T00:00:00'],
    ['1969-12-31T23:00', '1969-12-31T23:00:00'],
  ])('%s', (text, printed) => {
    expect(printWallClock(clock(text))).toBe(printed);
  });
  test.each([
    '2023-02-29',
    '2024-13-01',
    '2024-04-31',
    '2024-1-1',
    '2024-01-31T24:00',
    '2024-01-31T10:00Z',
    '2024-01-31T10',
    '20240131',
    '',
  ])('is not fooled by "%s"', (text) => {
    expect(readWallClock(text)).toBeUndefined();
  });
  test('a time of day is no date', () => {
    expect(readDate('2024-01-31T00:00')).toBeUndefined();
  });
});

describe('startOf', () => {
  test.each<[CalendarGrain, string, string]>([
    ['minute', '2024-05-15T13:45:59.5', '2024-05-15T13:45:00'],
    ['hour', '2024-05-15T13:45', '2024-05-15T13:00:00'],
    ['day', '2024-05-15T13:45', '2024-05-15T00:00:00'],
    ['week', '2024-12-31', '2024-12-30T00:00:00'],
    ['week', '2023-01-01', '2022-12-26T00:00:00'],
    ['week', '1969-12-31', '1969-12-29T00:00:00'],
    ['month', '2024-02-29T10:00', '2024-02-01T00:00:00'],
    ['quarter', '2024-06-30', '2024-04-01T00:00:00'],
    ['year', '2024-06-30', '2024-01-01T00:00:00'],
  ])('%s of %s', (grain, text, start) => {
    expect(printWallClock(startOf(clock(text), grain))).toBe(start);
  });
});

describe('add', () => {
  test.each<[number, CalendarGrain, string, string]>([
    [1, 'month', '2024-01-31', '2024-02-29T00:00:00'],
    [1, 'month', '2023-01-31', '2023-02-28T00:00:00'],
    [-1, 'month', '2024-03-31T10:00', '2024-02-29T10:00:00'],
    [-13, 'month', '2024-01-31', '2022-12-31T00:00:00'],
    [2, 'quarter', '2024-08-31', '2025-02-28T00:00:00'],
    [-1, 'year', '2024-02-29', '2023-02-28T00:00:00'],
    [3, 'week', '2024-02-15', '2024-03-07T00:00:00'],
    [-25, 'hour', '2024-03-01T00:30', '2024-02-28T23:30:00'],
    [90, 'second', '2024-12-31T23:59', '2025-01-01T00:00:30'],
  ])('%d %s to %s', (count, grain, text, moved) => {
    expect(printWallClock(add(clock(text), count, grain))).toBe(moved);
  });
});

test('minus takes a length off again', () => {
  const [from, to] = [clock('2024-03-01T06:00'), clock('2024-03-02T00:00')];
  expect(printWallClock(minus(from, minus(to, from)))).toBe('2024-02-29T12:00:00');
});
