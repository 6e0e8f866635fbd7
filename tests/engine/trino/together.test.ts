import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Engine } from '../../../src/engine/engine.js';
import type { MetricQueryInput } from '../../../src/request/query-input.js';
import { askBoth } from '../../batch/ask-both.js';
import { modelOf } from '../../builders/compile.js';
import { describeLab, openLab, SELDOM } from './lab.js';

const model = modelOf(`
dataset: orders
table: tpch.tiny.orders
columns: {orderkey: bigint, custkey: bigint, orderstatus: text, totalprice: double, orderdate: date, orderpriority: text}
key: [orderkey]
time: orderdate
links: {customer: {to: customers, on: custkey}}
metrics:
  orders: {expression: COUNT(*)}
  dearest: {expression: MAX(totalprice)}
  customers: {expression: COUNT(DISTINCT custkey)}
  middle: {expression: MEDIAN(totalprice)}
  urgent: {expression: COUNT(*), where: orderpriority = '1-URGENT'}
  urgent_share: {kind: ratio, numerator: urgent, denominator: orders}
---
dataset: customers
table: tpch.tiny.customer
columns: {custkey: bigint, mktsegment: text}
key: [custkey]
`);

const by = (path: string, grain?: string) => [{ path, ...(grain && { grain }) }];
const TILES: readonly MetricQueryInput[] = [
  { metrics: ['orders', 'customers'] },
  { metrics: ['dearest'], dimensions: by('metric_time', 'month') },
  { metrics: ['orders', 'middle'], dimensions: by('orderstatus') },
  { metrics: ['urgent_share'], dimensions: [...by('orderstatus'), ...by('metric_time', 'year')] },
  {
    metrics: ['orders'],
    dimensions: by('customer.mktsegment'),
    orderBy: [{ by: 'orders', direction: 'desc' }],
    limit: 3,
  },
  { metrics: ['customers'], dimensions: by('orderpriority'), having: [{ metric: 'orders', is: { gt: 2900 } }] },
  { metrics: ['urgent'] },
];

describeLab('questions of one turn on a real Trino', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openLab({ freshnessSeconds: SELDOM });
  });
  afterAll(() => engine?.close());

  test.each([
    ['all rows', []],
    ['no rows', [{ path: 'orderstatus', is: { eq: 'none' } }]],
  ])('%s: one statement, the same answers', async (_, where) => {
    const { alone, together, runs } = await askBoth(
      model,
      engine,
      TILES.map((tile) => ({ ...tile, where })),
    );
    expect(together).toEqual(alone);
    expect(runs).toEqual({ alone: TILES.length, together: 1 });
  });
});
