import { describe, expect, test } from '@jest/globals';
import type { MetricQueryInput } from '../../src/request/query-input.js';
import { problemsOf, read } from '../builders/request.js';
import { streaming } from '../builders/streaming.js';

const model = streaming();
const plays = (more: MetricQueryInput): MetricQueryInput => ({ metrics: ['plays'], ...more });
const days = { days: { from: '2024-03-01', through: '2024-03-31' } };

describe('readRequest reads compare', () => {
  test.each<{ name: string; input: MetricQueryInput; from: string; to: string; span: object | null }>([
    {
      name: 'the days before a range of days',
      input: { time: days, compare: { to: 'previous_period' } },
      from: '2024-01-30T00:00:00',
      to: '2024-03-01T00:00:00',
      span: { count: 31, grain: 'day' },
    },
    {
      name: 'the months before the last months, whatever their days',
      input: {
        time: { last: { count: 2, grain: 'month' } },
        asOf: '2024-05-10T00:00:00Z',
        compare: { to: 'previous_period' },
      },
      from: '2024-01-01T00:00:00',
      to: '2024-03-01T00:00:00',
      span: { count: 2, grain: 'month' },
    },
    {
      name: 'the same days of the year before',
      input: { time: days, compare: { to: 'previous_year' } },
      from: '2023-03-01T00:00:00',
      to: '2023-04-01T00:00:00',
      span: { count: 1, grain: 'year' },
    },
    {
      name: 'the same weekdays of the year before',
      input: { time: days, compare: { to: 'previous_year_weekday' } },
      from: '2023-03-03T00:00:00',
      to: '2023-04-03T00:00:00',
      span: { count: 364, grain: 'day' },
    },
    {
      name: 'a range of its own, whose periods meet by their place',
      input: { time: days, compare: { range: { days: { from: '2022-01-01', through: '2022-01-02' } } } },
      from: '2022-01-01T00:00:00',
      to: '2022-01-03T00:00:00',
      span: null,
    },
  ])('with $name', ({ input, from, to, span }) => {
    expect(read(model, plays(input)).compare).toEqual({ time: { from, to }, span });
  });

  test.each<[string, MetricQueryInput]>([
    ['without a time range', plays({ compare: { to: 'previous_year' } })],
    ['that says nothing', plays({ time: days, compare: {} })],
  ])('and refuses one %s', (_, input) => {
    expect(problemsOf(() => read(model, input))).toContainEqual(
      expect.objectContaining({ code: 'INVALID_REQUEST', path: 'input.compare' }),
    );
  });
});
