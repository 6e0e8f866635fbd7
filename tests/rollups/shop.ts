import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckdbProfile } from '../../src/engine/duckdb/duckdb-engine.js';
import { openDuckdb } from '../../src/engine/duckdb/duckdb-engine.js';
import type { Engine } from '../../src/engine/engine.js';
import type { Model } from '../../src/model/model.js';
import { type BuildOptions, type Built, buildRollup } from '../../src/rollups/build.js';
import { DuckdbStore } from '../../src/rollups/duckdb-store.js';
import { holdingOf } from '../../src/rollups/holding.js';
import { type ByHand, openByHand } from '../builders/by-hand.js';
import { modelOf } from '../builders/compile.js';

/** Orders of customers: a table with rows that land late, and one that is linked. */
export const shopModel = (rollups: string): Model =>
  modelOf(
    `dataset: orders
table: shop.orders
columns: {order_id: bigint, customer_id: bigint, ordered_at: timestamp, amount: "decimal(10,2)", items: integer, channel: text, paid: boolean}
key: [order_id]
time: ordered_at
links: {customer: {to: customers, on: customer_id}}
segments: {paid: paid}
metrics:
  orders: {expression: COUNT(*), empty: 0}
  revenue: {expression: SUM(amount)}
  items_per_order: {expression: AVG(items)}
  largest: {expression: MAX(amount)}
  smallest: {expression: MIN(amount)}
  paid_orders: {expression: COUNT(*), where: paid, empty: 0}
  paid_share: {kind: ratio, numerator: paid_orders, denominator: orders}
  buyers: {expression: COUNT(DISTINCT customer_id)}
  orders_7d: {kind: cumulative, of: orders, trailing: 7 days}
rollups:
${rollups}
`,
    'dataset: customers\ntable: shop.customers\ncolumns: {customer_id: bigint, country: text}\nkey: [customer_id]\n',
  );

export const DAILY = `  daily:
    metrics: [orders, revenue, items_per_order, largest, smallest, paid_share]
    dimensions: [channel, customer.country]
    grain: day
    partition: month
    refresh: {late: 3 days}
    lag: to_watermark
`;

const rows = (from: number, to: number, start: string): string => `
  SELECT range AS order_id, range % 50 AS customer_id, TIMESTAMP '${start}' + to_hours(CAST((range - ${from}) * 3 AS INTEGER)) AS ordered_at,
    CAST((range * 7 % 1000) / 10 AS DECIMAL(10,2)) AS amount, CAST(range % 9 AS INTEGER) AS items,
    CASE range % 3 WHEN 0 THEN 'web' WHEN 1 THEN 'app' END AS channel, range % 4 <> 0 AS paid
  FROM range(${from}, ${to})`;

export interface Shop {
  readonly folder: string;
  readonly profile: DuckdbProfile & { readonly rollups: { readonly folder: string } };
  readonly engine: Engine;
  readonly store: (model: Model) => DuckdbStore;
  readonly build: (model: Model, options?: BuildOptions, name?: string) => Promise<Built>;
  /** Replaces the orders: those of the first 100 days of 2024, and more. */
  readonly orders: (more?: string) => Promise<void>;
  readonly customers: (country: string) => Promise<void>;
  readonly rowsOf: ByHand['rows'];
  readonly close: () => Promise<void>;
}

export async function openShop(): Promise<Shop> {
  const folder = mkdtempSync(join(tmpdir(), 'shop-'));
  const data = join(folder, 'data');
  mkdirSync(join(data, 'shop'), { recursive: true });
  const byHand = await openByHand('SELECT 1');
  const write = (table: string, select: string) =>
    byHand.rows(`COPY (${select}) TO '${join(data, 'shop', `${table}.parquet`)}' (FORMAT parquet)`);
  const orders = async (more = ''): Promise<void> => {
    const late = `SELECT 100000, 1, NULL, 5.00, 1, 'web', TRUE`;
    await write('orders', `${rows(0, 800, '2024-01-01')} UNION ALL ${late}${more && ` UNION ALL ${more}`}`);
  };
  const customers = async (country: string): Promise<void> => {
    await write(
      'customers',
      `SELECT range AS customer_id, CASE WHEN range % 2 = 0 THEN 'DE' ELSE '${country}' END AS country FROM range(45)`,
    );
  };
  await orders();
  await customers('FR');
  const profile = { data: [data], threads: 1, rollups: { folder: join(folder, 'rollups') } };
  const engine = await openDuckdb(profile);
  const store = (model: Model) => new DuckdbStore(model, profile);
  return {
    folder,
    profile,
    engine,
    store,
    build: (model, options, name = 'daily') => {
      const rollup = model.datasets.get('orders')?.rollups.get(name);
      if (rollup === undefined) throw new Error(`no rollup ${name}`);
      return buildRollup(holdingOf(model, rollup, false), engine, store(model), new AbortController().signal, {
        now: NOW,
        ...options,
      });
    },
    orders,
    customers,
    rowsOf: byHand.rows,
    close: async () => {
      await engine.close();
      byHand.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Four days after the last of the orders: the watermark is 2024-04-08. */
export const NOW = new Date('2024-04-11T12:00:00Z');

/** Orders of a day that come later. */
export const ordersOf = (day: string, count: number, from = 200_000): string => rows(from, from + count, day);
