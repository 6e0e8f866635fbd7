import { describe, expect, test } from '@jest/globals';
import { readDefinitions } from '../../src/definitions/read-definitions.js';
import { conditionsText } from './conditions-text.js';
import { definitionsText } from './definitions-text.js';
import type { SuiteCondition, SuiteDataset, SuiteMetric, SuiteModel } from './suite.js';

const plays: SuiteDataset = {
  table: 'plays',
  primary_key: ['id'],
  time: 'at',
  dimensions: {
    id: { type: 'integer' },
    at: { type: 'timestamp' },
    day: { type: 'date' },
    minutes: { type: 'double' },
    end: { type: 'text' },
    is_done: { type: 'boolean' },
    fee: { type: 'decimal(10,2)' },
  },
  links: {
    next: {
      to: 'plays',
      on: [['id', 'id']],
      kind: 'one_to_many',
      join: 'inner',
      default: '0',
      during: { from: 'day', to: 'at' },
    },
  },
  segments: { done: [{ path: 'is_done', op: '=', value: true }] },
};

const metrics: Record<string, SuiteMetric> = {
  plays: { kind: 'simple', dataset: 'plays', agg: 'count', empty: 0, time: 'day', dense: true },
  balance: {
    kind: 'simple',
    dataset: 'plays',
    agg: 'sum',
    expr: 'minutes',
    empty: null,
    semi_additive: { over: 'day', take: 'last', per: ['id'] },
  },
  p90: { kind: 'simple', dataset: 'plays', agg: 'percentile_cont', expr: 'minutes', p: 0.9, empty: null },
  done: { kind: 'simple', dataset: 'plays', agg: 'sum_boolean', expr: 'is_done', empty: 0 },
  enders: { kind: 'simple', dataset: 'plays', agg: 'count_distinct', expr: '"end"', empty: 0 },
  rate: {
    kind: 'ratio',
    numerator: { metric: 'done' },
    denominator: { metric: 'plays', offset: { count: 1, grain: 'month' } },
    filter: [{ paths: { plays: 'next.end' }, op: '=', value: 'x' }],
  },
  grown: {
    kind: 'derived',
    expr: 'now - NULLIF(start, 0)',
    inputs: { now: { metric: 'plays' }, start: { metric: 'plays', at_start_of: 'month' } },
  },
  plays_7d: {
    kind: 'cumulative',
    input: 'plays',
    trailing: { count: 7, grain: 'day' },
    period_agg: 'last',
    filter: [{ path: 'id', op: '>', value: 1 }],
  },
  plays_next: {
    kind: 'cumulative',
    input: 'plays',
    leading: { count: 2, grain: 'fiscal_week' },
    period_agg: 'average',
  },
  plays_month: { kind: 'cumulative', input: 'plays', to_date: 'month', period_agg: 'first' },
  plays_ever: { kind: 'cumulative', input: 'plays', all_time: true, period_agg: 'last' },
  finished: {
    kind: 'conversion',
    base: 'plays',
    conversion: 'done',
    entity: 'id',
    constant: ['end'],
    window: { count: 1, grain: 'day' },
    calculation: 'rate',
  },
  share: { kind: 'share', input: 'plays', within: ['next.end'] },
  rank: { kind: 'rank', input: 'plays', direction: 'desc', ties: 'dense' },
  peak: { kind: 'multi_stage', input: 'plays', grain: 'day', agg: 'max' },
};

const model: SuiteModel = {
  tables: {
    plays: {
      columns: [
        ...Object.entries(plays.dimensions).map(([name, { type }]) => [name, type] as const),
        ['secret', 'text'],
      ],
      rows: [],
    },
    days: {
      columns: [
        ['ds', 'date'],
        ['fiscal_year', 'integer'],
        ['fiscal_week', 'date'],
      ],
      rows: [],
    },
  },
  spines: [{ table: 'days', column: 'ds', grain: 'day', grains: ['fiscal_year', 'fiscal_week'] }],
  datasets: { plays },
  metrics,
};

describe('definitionsText', () => {
  test('writes every key of every kind as the definitions know it', () => {
    const { definitions, problems } = readDefinitions(definitionsText(model));
    expect(problems).toEqual([]);
    expect(definitions.datasets[0]?.metrics.map(({ name }) => name.value)).toEqual(Object.keys(metrics));
    expect(definitions.datasets[0]?.links[0]).toMatchObject({ many: true, join: 'inner', default: { value: '0' } });
    expect(definitions.spines[0]?.grains.map(({ name }) => name.value)).toEqual(['fiscal_year', 'fiscal_week']);
  });

  test('hides a column that is no dimension', () => {
    const { dimensions } = readDefinitions(definitionsText(model)).definitions.datasets[0] ?? { dimensions: [] };
    expect(dimensions).toEqual([
      expect.objectContaining({ name: expect.objectContaining({ value: 'secret' }), hidden: true }),
    ]);
  });
});

describe('conditionsText', () => {
  test.each<{ conditions: SuiteCondition[]; text: string }>([
    { conditions: [{ path: 'end', op: '!=', value: "it's" }], text: `"end" != 'it''s'` },
    { conditions: [{ path: 'next.next.fee', op: '>=', value: '-1.50' }], text: 'next.next.fee >= -1.50' },
    {
      conditions: [{ path: 'day', op: 'between', value: ['2024-01-01', '2024-01-31'] }],
      text: "day BETWEEN DATE '2024-01-01' AND DATE '2024-01-31'",
    },
    {
      conditions: [{ path: 'at', op: '<', value: '2024-01-01T10:00:00.5' }],
      text: "at < TIMESTAMP '2024-01-01T10:00:00.5'",
    },
    {
      conditions: [{ path: 'metric_time', grain: 'hour', op: '=', value: '2024-01-01T10:00:00' }],
      text: "PERIOD('hour', metric_time) = TIMESTAMP '2024-01-01T10:00:00'",
    },
    {
      conditions: [{ path: 'metric_time', grain: 'fiscal_year', op: '=', value: 2024 }],
      text: "PERIOD('fiscal_year', metric_time) = 2024",
    },
    { conditions: [{ path: 'end', op: 'in', value: [null, 'a'] }], text: `("end" IN ('a') OR "end" IS NULL)` },
    { conditions: [{ path: 'id', op: 'not_in', value: [1, 2] }], text: 'NOT (id IN (1, 2))' },
    {
      conditions: [{ path: 'end', op: 'ends_with', value: '%', ignore_case: true }],
      text: `ENDS_WITH(LOWER("end"), LOWER('%'))`,
    },
    { conditions: [{ metric: 'plays', per: 'next.id', op: '>', value: 3 }], text: 'METRIC(plays, next.id) > 3' },
    {
      conditions: [
        { path: 'is_done', op: '=', value: false },
        { any: [{ path: 'id', op: 'is_null' }, { not: { path: 'id', op: '=', value: 1 } }] },
      ],
      text: '(is_done = FALSE) AND ((id IS NULL) OR (NOT (id = 1)))',
    },
  ])('$text', ({ conditions, text }) => {
    expect(conditionsText(model, 'plays', conditions)).toBe(text);
  });
});
