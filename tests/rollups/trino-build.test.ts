import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Engine } from '../../src/engine/engine.js';
import type { Model } from '../../src/model/model.js';
import { type BuildOptions, buildRollup } from '../../src/rollups/build.js';
import { holdingOf } from '../../src/rollups/holding.js';
import { TrinoStore } from '../../src/rollups/trino-store.js';
import { modelOf } from '../builders/compile.js';
import { describeLab, openLab, profile, SCHEMA, setUp } from '../engine/trino/lab.js';

const ROLLUPS = 'rollups_test';

const modelWith = (metrics: string): Model =>
  modelOf(`dataset: sales
table: ${SCHEMA}.rollup_sales
columns: {sale_id: bigint, buyer: bigint, sold_at: timestamp, amount: "decimal(10,2)", weight: double, items: integer}
time: sold_at
metrics:
  sales: {expression: COUNT(*), empty: 0}
  revenue: {expression: SUM(amount)}
  items_per_sale: {expression: AVG(items)}
  buyers_estimate: {expression: APPROX_COUNT_DISTINCT(buyer)}
  median_weight: {expression: "APPROX_PERCENTILE(weight, 0.5)"}
rollups:
  daily:
    metrics: [${metrics}]
    grain: day
    partition: day
    refresh: {late: 3 days}
    lag: to_watermark
`);

const ALL = 'sales, revenue, items_per_sale, buyers_estimate, median_weight';
const model = modelWith(ALL);
/** 120 days: more partitions than one statement may write to. */
const SALES = (from: number, to: number): string =>
  `SELECT n AS sale_id, n % 77 AS buyer, DATE_ADD('hour', n * 6, TIMESTAMP '2024-01-01 00:30:00.000000') AS sold_at,
     CAST(n % 1000 + 0.25 AS DECIMAL(10,2)) AS amount, CAST(n % 13 AS DOUBLE) AS weight, CAST(n % 5 AS INTEGER) AS items
   FROM UNNEST(SEQUENCE(${from}, ${to - 1})) AS t (n)`;

describeLab('rollups in Hive tables', () => {
  let engine: Engine;
  let store: TrinoStore;
  beforeAll(async () => {
    await setUp(
      `DROP SCHEMA IF EXISTS ${ROLLUPS} CASCADE`,
      'DROP TABLE IF EXISTS rollup_sales',
      `CREATE TABLE rollup_sales WITH (format = 'PARQUET') AS ${SALES(0, 480)}`,
    );
    engine = await openLab({ freshnessSeconds: 1 });
    store = new TrinoStore(model, profile(), ROLLUPS);
  });
  afterAll(async () => {
    await store?.close();
    await engine?.close();
  });

  const build = (of: Model = model, options: BuildOptions = {}) => {
    const rollup = of.datasets.get('sales')?.rollups.get('daily');
    if (rollup === undefined) throw new Error('no rollup');
    return buildRollup(holdingOf(of, rollup, true), engine, store, new AbortController().signal, {
      now: new Date('2024-05-02T00:00:00Z'),
      ...options,
    });
  };
  const held = (select: string): Promise<unknown> => setUp(`SELECT ${select} FROM ${ROLLUPS}.sales__daily`);

  test('are built whole, partition by partition, with sketches, and shown by a view', async () => {
    const { made, state } = await build();
    expect(made).toHaveLength(120);
    expect(state?.rows).toBe(120);
    expect(state?.bytes).toBeGreaterThan(0);
    expect(await held('CAST(SUM(sales_count) AS INTEGER), CAST(SUM(revenue_sum) AS VARCHAR)')).toEqual(
      await setUp('SELECT CAST(COUNT(*) AS INTEGER), CAST(SUM(amount) AS VARCHAR) FROM rollup_sales'),
    );
    expect(await held('CARDINALITY(MERGE(CAST(buyers_estimate_sketch AS HYPERLOGLOG)))')).toEqual([[77]]);
    expect((await store.states()).get('sales.daily')).toEqual(state);
    expect((await build()).due.reason).toBe('CURRENT');
  });

  test('are built from the watermark on when rows came, and take over the rest', async () => {
    await setUp(`INSERT INTO rollup_sales ${SALES(480, 500)}`);
    let due = 'CURRENT';
    let made: readonly string[] = [];
    // The engine sees new rows a moment later
    for (let tries = 0; due === 'CURRENT' && tries < 60; tries++) {
      const built = await build();
      [due, made] = [built.due.reason, built.made];
      if (due === 'CURRENT') await new Promise((resolve) => setTimeout(resolve, 500));
    }
    expect(due).toBe('ROWS_CHANGED');
    expect(made[0]).toBe('2024-04-29');
    expect(made).toHaveLength(6);
    expect(await held('CAST(SUM(sales_count) AS INTEGER), COUNT(*)')).toEqual([[500, 125]]);
  });

  test('are built anew when their definition is another one', async () => {
    const { due, made } = await build(modelWith('sales'));
    expect([due.reason, made.length]).toEqual(['DEFINITION_CHANGED', 125]);
  });

  test('are built by one at a time; what is left of one that is gone goes', async () => {
    const release = await store.lock('sales.daily', false);
    await expect(build()).rejects.toThrow(/Another build of "sales.daily" is under way: process \d+/);
    await release();
    await build();
    const tables = await setUp(`SHOW TABLES FROM ${ROLLUPS} LIKE 'sales!_!_daily!_!_%' ESCAPE '!'`);
    expect(tables).toHaveLength(2);
  });
});
