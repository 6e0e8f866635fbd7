import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { ProblemError } from '../../src/problems/problem.js';
import { holdingOf } from '../../src/rollups/holding.js';
import { me } from '../../src/rollups/lock-holder.js';
import type { RollupState } from '../../src/rollups/state.js';
import { DAILY, NOW, openShop, ordersOf, type Shop, shopModel } from './shop.js';

const model = shopModel(DAILY);

describe('building a rollup', () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await openShop();
  });
  afterEach(() => shop.close());

  const state = async (): Promise<RollupState | undefined> => (await shop.store(model).states()).get('orders.daily');
  const tables = (): string[] => readdirSync(join(shop.profile.rollups.folder, 'grainline_rollups')).sort();
  const held = async (sql: string): Promise<unknown> => {
    const { table = '' } = (await state()) ?? {};
    const files = join(shop.profile.rollups.folder, ...table.split('.'), '**', '*.parquet');
    return shop.rowsOf(sql.replace('ROLLUP', `read_parquet('${files}')`));
  };

  test('holds what merges, under names that people read', () => {
    const rollup = model.datasets.get('orders')?.rollups.get('daily');
    expect(rollup && holdingOf(model, rollup, false).columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'metric_time_day date',
      'channel text',
      'customer_country text',
      'orders_count integer',
      'revenue_sum decimal(38,2)',
      'items_per_order_sum bigint',
      'items_per_order_count integer',
      'largest_max decimal(10,2)',
      'smallest_min decimal(10,2)',
      'paid_orders_count integer',
    ]);
  });

  test('all of it at first, by its partitions; then nothing', async () => {
    const { due, made, state: built } = await shop.build(model);
    expect(due.reason).toBe('NOT_BUILT');
    expect(made).toEqual(['2024-01-01', '2024-02-01', '2024-03-01', '2024-04-01', 'none']);
    expect(built).toMatchObject({ watermark: '2024-04-08T00:00:00', before: null, builtAt: NOW.toISOString() });
    expect(await held('SELECT SUM(orders_count) AS n, SUM(revenue_sum) AS revenue FROM ROLLUP')).toEqual(
      await shop.rowsOf(
        `SELECT COUNT(*) AS n, SUM(amount) AS revenue FROM '${join(shop.folder, 'data', 'shop', 'orders.parquet')}'`,
      ),
    );
    expect((await shop.build(model)).due.reason).toBe('CURRENT');
  });

  test('what is not before the watermark, when rows came', async () => {
    await shop.build(model);
    const before = await state();
    await shop.orders(ordersOf('2024-04-12', 10));
    const { due, made } = await shop.build(model);
    expect(due.reason).toBe('ROWS_CHANGED');
    expect(made).toEqual(['2024-04-01', 'none']);
    expect((await state())?.rows).toBeGreaterThan(before?.rows ?? 0);
    expect(await held('SELECT CAST(SUM(orders_count) AS INTEGER) AS n FROM ROLLUP')).toEqual([{ n: 811 }]);
    expect(tables()).toHaveLength(2); // the one before may still be read
    await shop.orders(ordersOf('2024-04-12', 20));
    await shop.build(model);
    expect(tables()).toHaveLength(2);
  });

  test('all of it, when a linked table is another one, or the definition is', async () => {
    await shop.build(model);
    await shop.customers('IT');
    const linked = await shop.build(model);
    expect([linked.due.reason, linked.made.length]).toEqual(['LINKED_CHANGED', 5]);
    const other = await shop.build(shopModel(DAILY.replace('largest, ', '')));
    expect([other.due.reason, other.made.length]).toEqual(['DEFINITION_CHANGED', 5]);
  });

  test('all of it, when its table is gone or somebody wrote to it', async () => {
    await shop.build(model);
    const { table = '' } = (await state()) ?? {};
    const folder = join(shop.profile.rollups.folder, ...table.split('.'));
    await shop.rowsOf(`COPY (SELECT 1 AS x) TO '${join(folder, 'more.parquet')}'`);
    expect((await shop.build(model)).due.reason).toBe('TABLE_CHANGED');
    for (const name of tables())
      rmSync(join(shop.profile.rollups.folder, 'grainline_rollups', name), { recursive: true });
    expect((await shop.build(model)).due.reason).toBe('TABLE_GONE');
  });

  test('not earlier than it says', async () => {
    const hourly = shopModel(DAILY.replace('{late: 3 days}', '{late: 3 days, every: 1 hour}'));
    await shop.build(hourly);
    await shop.orders(ordersOf('2024-04-12', 10));
    expect((await shop.build(hourly)).due).toMatchObject({
      reason: 'WAITS',
      says: 'shop.orders changed; it is built again from 2024-04-11T13:00:00.000Z on.',
    });
    const later = await shop.build(hourly, { now: new Date('2024-04-11T13:00:00Z') });
    expect(later.due.reason).toBe('ROWS_CHANGED');
  });

  test('a build that ends on its way leaves the one before in use', async () => {
    await shop.build(model);
    const before = await state();
    await shop.orders(ordersOf('2024-04-12', 10));
    const onStep = (done: number): void => {
      if (done > 0) throw new Error('the power went out');
    };
    await expect(shop.build(model, { onStep })).rejects.toThrow('the power went out');
    expect(await state()).toEqual(before);
    expect(tables()).toEqual([before?.table.split('.')[1]]);
    expect((await shop.build(model)).due.reason).toBe('ROWS_CHANGED');
  });

  test('of two builds at once one wins, and the other says so', async () => {
    const outcomes = await Promise.allSettled([shop.build(model), shop.build(model)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const { reason } = outcomes.find((each) => each.status === 'rejected') as PromiseRejectedResult;
    expect((reason as ProblemError).problems[0]).toMatchObject({ code: 'ROLLUP_BUSY' });
  });

  test('the lock of a process that is gone does not hold', async () => {
    mkdirSync(shop.profile.rollups.folder);
    const lock = join(shop.profile.rollups.folder, 'orders.daily.lock');
    writeFileSync(lock, JSON.stringify({ ...me(), host: 'elsewhere' }));
    await expect(shop.build(model)).rejects.toThrow(/is under way: process \d+ on elsewhere/);
    expect((await shop.build(model, { takeOver: true })).due.reason).toBe('NOT_BUILT');
    writeFileSync(lock, JSON.stringify({ ...me(), pid: 2 ** 22 + 1 }));
    expect((await shop.build(model)).due.reason).toBe('CURRENT');
  });

  test('a dataset without rows is a rollup without rows', async () => {
    await shop.rowsOf(
      `COPY (SELECT * FROM '${join(shop.folder, 'data', 'shop', 'orders.parquet')}' LIMIT 0) TO '${join(shop.folder, 'data', 'shop', 'none.parquet')}'`,
    );
    await shop.rowsOf(
      `COPY (FROM '${join(shop.folder, 'data', 'shop', 'none.parquet')}') TO '${join(shop.folder, 'data', 'shop', 'orders.parquet')}'`,
    );
    const { state: built } = await shop.build(model);
    expect(built).toMatchObject({ rows: 0, partitions: [] });
    expect(await held('SELECT COUNT(revenue_sum) AS n FROM ROLLUP')).toEqual([{ n: expect.anything() }]);
  });
});
