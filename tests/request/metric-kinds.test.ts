import { describe, expect, test } from '@jest/globals';
import type { Metric, Model } from '../../src/model/model.js';
import type { MetricQueryInput } from '../../src/request/query-input.js';
import { dataset, derived, metric, model } from '../builders/model.js';
import { problemsOf, read } from '../builders/request.js';

const signups = metric('signups', 'visits');
const orders = metric('orders', 'orders');
const { kind: _kind, dataset: _dataset, value: _value, ...base } = signups;
const named = (name: string) => ({ ...base, name, label: name });
const input = { metric: 'signups', where: null, offset: null, atStartOf: null };

const KINDS: readonly Metric[] = [
  { ...named('signups_7d'), kind: 'cumulative', input: 'signups', window: { kind: 'all_time' }, period: 'last' },
  { ...named('daily_signups'), kind: 'multi_stage', input: 'signups', grain: 'day', aggregate: 'avg' },
  {
    ...named('signup_to_order'),
    kind: 'conversion',
    base: 'signups',
    conversion: 'orders',
    entity: 'person_id',
    constant: [],
    window: null,
    calculation: 'rate',
    counts: 'conversions',
    time: null,
  },
  derived('signups_before', [signups], {
    inputs: new Map([['before', { ...input, offset: { count: 1, grain: 'month' } }]]),
  }),
  derived('signups_at_start', [signups], { inputs: new Map([['start', { ...input, atStartOf: 'month' }]]) }),
];

const shop = (time: { readonly visits: string | null; readonly orders: string | null }, metrics = KINDS): Model =>
  model({
    datasets: [
      dataset('visits', {
        columns: { visit_id: 'bigint', person_id: 'bigint', plan_id: 'bigint', at: 'timestamp', source: 'text' },
        key: ['visit_id'],
        time: time.visits,
        links: { plan: { to: 'plans', during: { from: 'valid_from', to: 'valid_to', asOf: 'event' } } },
      }),
      dataset('orders', { columns: { order_id: 'bigint', person_id: 'bigint', on: 'date' }, time: time.orders }),
      dataset('plans', { columns: { plan_id: 'bigint', tier: 'text', valid_from: 'date', valid_to: 'date' } }),
    ],
    metrics: [signups, orders, ...metrics],
  });

const timed = shop({ visits: 'at', orders: 'on' });
const untimed = shop({ visits: null, orders: 'on' });

describe('readRequest reads metrics of every kind', () => {
  test.each(KINDS.map(({ name }) => name))('%s by its time and a dimension', (name) => {
    const dimensions = [{ path: 'metric_time', grain: 'month' }, { path: 'source' }];
    const request = read(timed, { metrics: [name], dimensions });
    expect(request.metrics.map((each) => each.name)).toEqual([name]);
    expect(request.dimensions.map(({ paths }) => [...paths.keys()])).toEqual([['visits'], ['visits']]);
  });

  test.each(KINDS.map(({ name }) => name))(
    '%s is refused where its rows have no time, also without metric_time',
    (name) => {
      expect(problemsOf(() => read(untimed, { metrics: [name] }))).toMatchObject([
        { code: 'NO_TIME', path: 'input.metrics[0]' },
      ]);
    },
  );

  test('a conversion is refused where the second event has no time', () => {
    const half = shop({ visits: 'at', orders: null });
    expect(problemsOf(() => read(half, { metrics: ['signup_to_order'] }))[0]?.code).toBe('NO_TIME');
  });

  test('shares and ranks need no time of their own', () => {
    const metrics: Metric[] = [
      { ...named('part'), kind: 'share', input: 'signups', within: [] },
      { ...named('place'), kind: 'rank', input: 'signups', direction: 'desc', ties: 'dense' },
    ];
    const request = read(shop({ visits: null, orders: null }, metrics), {
      metrics: ['part', 'place'],
      dimensions: [{ path: 'source' }],
    });
    expect(request.metrics.map(({ name }) => name)).toEqual(['part', 'place']);
  });

  test('also in having, order and conditions', () => {
    const over: Record<string, MetricQueryInput> = {
      'input.having[0].metric': { having: [{ metric: 'signups_7d', is: { gt: '1' } }] },
      'input.orderBy[0].by': { orderBy: [{ by: 'signups_7d' }] },
      'input.where[0].metric': { where: [{ metric: 'signups_7d', per: 'source', is: { gt: '1' } }] },
    };
    for (const [path, more] of Object.entries(over))
      expect(problemsOf(() => read(untimed, { metrics: ['signups'], ...more }))).toMatchObject([
        { code: 'NO_TIME', path },
      ]);
  });
});

describe('readRequest follows links that hold for a time', () => {
  const byTier: MetricQueryInput = { metrics: ['signups'], dimensions: [{ path: 'plan.tier' }] };

  test('as of the time of the metric', () => {
    expect(
      read(timed, byTier)
        .dimensions[0]?.paths.get('visits')
        ?.links.map(({ name }) => name),
    ).toEqual(['plan']);
  });

  test('and refuses them where it has none', () => {
    expect(problemsOf(() => read(untimed, byTier))).toMatchObject([
      { code: 'NO_TIME', path: 'input.dimensions[0].path' },
    ]);
    const per = { metric: 'signups', per: 'plan.tier', is: { gt: '1' } };
    expect(problemsOf(() => read(untimed, { metrics: ['signups'], where: [per] }))[0]).toMatchObject({
      code: 'NO_TIME',
      path: 'input.where[0].per',
    });
  });

  test('also for a metric that has a time while its dataset has none', () => {
    const own = model({
      datasets: [...untimed.datasets.values()],
      metrics: [metric('signups', 'visits', { time: 'at' })],
    });
    expect(read(own, byTier).dimensions).toHaveLength(1);
  });
});
