import { describe, expect, test } from '@jest/globals';
import { readDefinitions } from '../../src/definitions/read-definitions.js';
import { compileModel } from '../../src/model/compile-model.js';
import { unitsBetween } from '../../src/plan/compare.js';
import { planFor } from '../../src/plan/plan-for.js';
import type { CalendarGrain } from '../../src/time/grain.js';
import { readWallClock, type WallClock } from '../../src/time/wall-clock.js';
import { problemsOf, read } from '../builders/request.js';

const day = (text: string): WallClock => readWallClock(text) as WallClock;

describe('unitsBetween', () => {
  test.each<[string, string, CalendarGrain, number]>([
    ['2024-01-01', '2024-01-01', 'month', 0],
    ['2024-01-01', '2024-04-01', 'month', 3],
    ['2024-04-01', '2024-01-01', 'month', -3],
    ['2023-12-25', '2024-12-30', 'week', 53],
    ['2024-02-28', '2024-03-01', 'day', 2],
  ])('from %s to %s in %ss is %d', (from, to, grain, units) => {
    expect(unitsBetween(day(from), day(to), grain)).toBe(units);
  });
});

describe('a comparison', () => {
  const text = `dataset: plays
table: plays
columns: {play_id: bigint, started_at: timestamp}
key: [play_id]
time: started_at
metrics: {plays: {expression: COUNT(*)}}
`;
  const { model } = compileModel(readDefinitions([{ path: 'plays.yaml', text }]).definitions);
  const byMonth = {
    metrics: ['plays'],
    dimensions: [{ path: 'metric_time', grain: 'month' }],
    compare: { to: 'previous_period' as const },
  };

  test('of ranges that begin at different places within a month is refused by month', () => {
    const request = read(model, { ...byMonth, time: { days: { from: '2024-03-01', through: '2024-03-31' } } });
    expect(problemsOf(() => planFor(model, request))).toMatchObject([{ code: 'NOT_EXPRESSIBLE' }]);
  });

  test('of whole months is not', () => {
    const request = read(model, {
      ...byMonth,
      asOf: '2024-04-10T00:00:00Z',
      time: { last: { count: 1, grain: 'month' } },
    });
    expect([...planFor(model, request).previous.values()]).toEqual(['previous_plays']);
  });
});
