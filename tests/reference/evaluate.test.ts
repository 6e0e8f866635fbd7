import { describe, expect, test } from '@jest/globals';
import { evaluate } from './evaluate.js';
import type { Cell, Metric, Model, Query } from './format.js';

/** Five orders; answers below were worked out by hand. */
const ROWS: Cell[][] = [
  [1, 1, '2024-01-30', '10.00', 'Ab', '2024-01-30T09:00:00'],
  [2, 1, '2024-01-31', '20.00', 'b%', '2024-01-31T09:00:00'],
  [3, 2, '2024-02-01', '5.00', null, '2024-03-31T00:30:00'],
  [4, null, '2024-02-29', '40.00', 'ab', '2024-03-31T01:30:00'],
  [5, 9, null, '1.00', 'c', null],
];
const simple = (agg: string, expr?: string, more: object = {}): Metric =>
  ({ kind: 'simple', dataset: 'order', agg, ...(expr !== undefined && { expr }), empty: null, ...more }) as Metric;

const model = (metrics: Record<string, Metric>): Model => ({
  tables: {
    orders: {
      columns: [
        ['id', 'integer'],
        ['user_id', 'integer'],
        ['day', 'date'],
        ['amount', 'decimal(10,2)'],
        ['note', 'text'],
        ['at', 'timestamp'],
      ],
      rows: ROWS,
    },
    users: {
      columns: [
        ['user_id', 'integer'],
        ['name', 'text'],
      ],
      rows: [
        [1, 'Ada'],
        [2, null],
        [3, 'Cy'],
      ],
    },
    tags: {
      columns: [
        ['order_id', 'integer'],
        ['label', 'text'],
      ],
      rows: [
        [1, 'red'],
        [1, 'red'],
        [1, 'blue'],
        [2, 'red'],
      ],
    },
  },
  spines: [],
  datasets: {
    order: {
      table: 'orders',
      primary_key: ['id'],
      time: 'day',
      dimensions: {
        id: { type: 'integer' },
        user_id: { type: 'integer' },
        day: { type: 'date' },
        amount: { type: 'decimal(10,2)' },
        note: { type: 'text' },
        at: { type: 'timestamp' },
      },
      links: {
        user: { to: 'user', on: [['user_id', 'user_id']], kind: 'many_to_one', join: 'left', default: 'nobody' },
        plain: { to: 'user', on: [['user_id', 'user_id']], kind: 'many_to_one', join: 'left' },
        met: { to: 'user', on: [['user_id', 'user_id']], kind: 'many_to_one', join: 'inner' },
        tag: { to: 'tag', on: [['id', 'order_id']], kind: 'one_to_many', join: 'left' },
      },
      segments: {},
    },
    user: {
      table: 'users',
      primary_key: ['user_id'],
      dimensions: { user_id: { type: 'integer' }, name: { type: 'text' } },
      links: {},
      segments: {},
    },
    tag: {
      table: 'tags',
      primary_key: ['order_id'],
      dimensions: { order_id: { type: 'integer' }, label: { type: 'text' } },
      links: {},
      segments: {},
    },
  },
  metrics: { n: simple('count', undefined, { empty: 0 }), amount: simple('sum', 'amount'), ...metrics },
});

const month = { as: 'month', path: 'metric_time', grain: 'month' };
const day = { as: 'day', path: 'metric_time', grain: 'day' };

describe('the reference evaluator', () => {
  test.each<{ name: string; metrics?: Record<string, Metric>; query: Partial<Query>; rows: Cell[][] }>([
    {
      name: 'labels rows without a partner, but not a NULL attribute',
      query: { metrics: ['n'], dimensions: [{ as: 'u', path: 'user.name' }] },
      rows: [
        ['Ada', 2],
        [null, 1],
        ['nobody', 2],
      ],
    },
    {
      name: 'keeps a dangling key over a plain link, and drops it over an inner one',
      query: { metrics: ['n'], dimensions: [{ as: 'k', path: 'plain.user_id' }] },
      rows: [
        [1, 2],
        [2, 1],
        [null, 1],
        [9, 1],
      ],
    },
    {
      name: 'drops rows without a partner over an inner link that a condition uses',
      query: { metrics: ['n'], dimensions: [], where: [{ not: { path: 'met.name', op: '=', value: 'Cy' } }] },
      rows: [[2]],
    },
    {
      name: 'counts a row once in each group of a to-many link',
      query: { metrics: ['n', 'amount'], dimensions: [{ as: 't', path: 'tag.label' }] },
      rows: [
        ['red', 2, '30.00'],
        ['blue', 1, '10.00'],
        [null, 3, '46.00'],
      ],
    },
    {
      name: 'knows any, all, not and unknown',
      query: {
        metrics: ['n'],
        dimensions: [],
        where: [
          {
            not: {
              any: [
                { path: 'note', op: '=', value: 'c' },
                {
                  all: [
                    { path: 'user_id', op: '=', value: 1 },
                    { path: 'amount', op: '<', value: '15' },
                  ],
                },
              ],
            },
          },
        ],
      },
      rows: [[2]],
    },
    {
      name: 'takes text literally, heeding case unless told not to',
      query: {
        metrics: ['n'],
        dimensions: [],
        where: [{ path: 'note', op: 'starts_with', value: 'AB', ignore_case: true }],
      },
      rows: [[2]],
    },
    {
      name: 'finds a percent sign at the end',
      query: { metrics: ['n'], dimensions: [], where: [{ path: 'note', op: 'ends_with', value: '%' }] },
      rows: [[1]],
    },
    {
      name: 'interpolates and picks percentiles',
      metrics: {
        cont: simple('percentile_cont', 'amount', { p: 0.25 }),
        disc: simple('percentile_disc', 'amount', { p: 0.5 }),
        mid: simple('median', 'id'),
      },
      query: { metrics: ['cont', 'disc', 'mid'], dimensions: [] },
      rows: [[5, '10.00', 3]],
    },
    {
      name: 'takes the first day of each month for each user',
      metrics: { edge: simple('sum', 'amount', { semi_additive: { over: 'day', take: 'first', per: ['user_id'] } }) },
      query: { metrics: ['edge'], dimensions: [month] },
      rows: [
        ['2024-01-01', '10.00'],
        ['2024-02-01', '45.00'],
        [null, null],
      ],
    },
    {
      name: 'moves whole months, 31 January and all, when asked by month',
      metrics: {
        before: {
          kind: 'derived',
          expr: 'p',
          inputs: { p: { metric: 'amount', offset: { count: 1, grain: 'month' } } },
        },
      },
      query: { metrics: ['before'], dimensions: [month], range: { from: '2024-02-01', through: '2024-02-29' } },
      rows: [['2024-02-01', '30.00']],
    },
    {
      name: 'looks at the last day of a shorter month when asked by day',
      metrics: {
        next: { kind: 'derived', expr: 'p', inputs: { p: { metric: 'amount', offset: { count: 1, grain: 'month' } } } },
      },
      query: {
        metrics: ['next'],
        dimensions: [day],
        range: { from: '2024-03-28', through: '2024-03-31' },
        fill: 'empty',
      },
      rows: [
        ['2024-03-28', null],
        ['2024-03-29', '40.00'],
        ['2024-03-30', '40.00'],
        ['2024-03-31', '40.00'],
      ],
    },
    {
      name: 'averages and takes the first of a window over the days reported',
      metrics: {
        first: { kind: 'cumulative', input: 'amount', trailing: { count: 2, grain: 'day' }, period_agg: 'first' },
        mean: { kind: 'cumulative', input: 'n', trailing: { count: 2, grain: 'day' }, period_agg: 'average' },
      },
      query: { metrics: ['first', 'mean'], dimensions: [month], range: { from: '2024-01-29', through: '2024-01-31' } },
      rows: [['2024-01-01', '10.00', 1]],
    },
    {
      name: 'takes this month from the clock, in the zone',
      query: {
        metrics: ['n'],
        dimensions: [],
        range: { this: 'month' },
        now: '2024-02-01T03:00:00Z',
        timezone: 'America/Los_Angeles',
      },
      rows: [[2]],
    },
    {
      name: 'shows one hour where the clocks skip one, and two instants',
      metrics: { m: simple('count', undefined, { time: 'at' }) },
      query: {
        metrics: ['m'],
        dimensions: [{ as: 'h', path: 'metric_time', grain: 'hour', instants: true }],
        timezone: 'Europe/Berlin',
        range: { from: '2024-03-31', through: '2024-03-31' },
      },
      rows: [
        ['2024-03-31T00:00:00', 1],
        ['2024-03-31T01:00:00', 1],
      ],
    },
    {
      name: 'keeps rows by the value of a metric for each key',
      query: { metrics: ['n'], dimensions: [], where: [{ metric: 'amount', per: 'user_id', op: '>', value: 6 }] },
      rows: [[2]],
    },
    {
      name: 'ranks, with NULL last',
      metrics: { r: { kind: 'rank', input: 'amount', direction: 'asc', ties: 'dense' } },
      query: { metrics: ['r'], dimensions: [{ as: 'u', path: 'user_id' }] },
      rows: [
        [1, 3],
        [2, 2],
        [null, 4],
        [9, 1],
      ],
    },
    {
      name: 'shares within a dimension that stays',
      metrics: { s: { kind: 'share', input: 'amount', within: ['plain.name'] } },
      query: {
        metrics: ['s'],
        dimensions: [
          { as: 'u', path: 'plain.name' },
          { as: 'id', path: 'id' },
        ],
        where: [{ path: 'user_id', op: '=', value: 1 }],
      },
      rows: [
        ['Ada', 1, 10 / 30],
        ['Ada', 2, 20 / 30],
      ],
    },
    {
      name: 'averages the days that have rows',
      metrics: { per_day: { kind: 'multi_stage', input: 'amount', grain: 'day', agg: 'avg' } },
      query: { metrics: ['per_day'], dimensions: [month], range: { from: '2024-01-01', through: '2024-12-31' } },
      rows: [
        ['2024-01-01', 15],
        ['2024-02-01', 22.5],
      ],
    },
    {
      name: 'matches a conversion to the latest base row of the same constant',
      metrics: {
        base: simple('count', undefined, { empty: 0, filter: [{ path: 'amount', op: '<', value: '15' }] }),
        c: {
          kind: 'conversion',
          base: 'base',
          conversion: 'n',
          entity: 'user_id',
          constant: ['user_id'],
          window: { count: 2, grain: 'day' },
          calculation: 'count',
        },
      },
      query: { metrics: ['c'], dimensions: [{ as: 'u', path: 'user_id' }] },
      rows: [
        [1, 2],
        [2, 1],
        [9, 0],
      ],
    },
  ])('$name', ({ metrics, query, rows }) => {
    const answer = evaluate(model(metrics ?? {}), { metrics: [], dimensions: [], ...query });
    expect('refused' in answer ? answer.refused : answer.rows).toEqual(rows);
  });

  test('counts all rows before the page', () => {
    const query: Query = {
      metrics: ['n'],
      dimensions: [{ as: 'id', path: 'id' }],
      order: [{ by: 'id', dir: 'desc', nulls: 'last' }],
      limit: 2,
      offset: 1,
      total: true,
    };
    expect(evaluate(model({}), query)).toEqual({
      columns: ['id', 'n'],
      rows: [
        [4, 1],
        [3, 1],
      ],
      total: 5,
    });
  });

  test.each([
    ['an unknown metric', { metrics: ['none'] }],
    ['a dataset in place of a link', { metrics: ['n'], dimensions: [{ as: 'x', path: 'tags.label' }] }],
    ['a share within what is not asked', { metrics: ['s'], dimensions: [] }],
  ])('refuses %s', (_, query) => {
    const metrics: Record<string, Metric> = { s: { kind: 'share', input: 'amount', within: ['note'] } };
    expect(evaluate(model(metrics), { dimensions: [], ...query })).toHaveProperty('refused');
  });
});
