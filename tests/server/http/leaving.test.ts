import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { json, ORDERS, openShop, type Shop } from '../shop.js';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({ watch: true });
  shop.remove('data/shop/orders.csv');
  const writer = await DuckDBInstance.create();
  const connection = await writer.connect();
  await connection.run(
    `COPY (SELECT i AS order_id, 'DE' AS country, DATE '2024-01-01' AS ordered_at, 1.00::DECIMAL(12,2) AS amount FROM range(1500000) t(i))
     TO '${shop.folder}/data/shop/orders.parquet' (FORMAT parquet)`,
  );
  connection.closeSync();
  writer.closeSync();
  shop.write(
    'metrics/orders.yaml',
    `${ORDERS}  distinct_orders: {expression: "COUNT(DISTINCT CAST(order_id AS TEXT) || 'x')"}\n`,
  );
  while (shop.reloads.length === 0) await pause(20);
});
afterAll(() => shop.close());

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A question that takes long; another `salt` is another question. */
const slow = (salt: number) => ({
  query: `{ query(input: {metrics: ["distinct_orders"], where: [{path: "order_id", is: {ne: "-${salt}"}}]}) { rows } }`,
});
const stateOf = async (salt: number) => (await json(shop.post(slow(salt)))).extensions?.cache?.[0]?.state;

function leaveAfter(milliseconds: number, salt: number): Promise<string> {
  return shop.post(slow(salt), { signal: AbortSignal.timeout(milliseconds) }).then(
    () => 'answered',
    (error: Error) => error.name,
  );
}

test('a client that goes away alone takes its query along: it is never answered', async () => {
  const began = performance.now();
  expect(await stateOf(1)).toBe('MISS');
  const took = performance.now() - began;
  expect(took).toBeGreaterThan(150);
  expect(await leaveAfter(50, 2)).toBe('TimeoutError');
  await pause(took + 300);
  expect(await stateOf(2)).toBe('MISS'); // nothing was kept, so nothing came
  expect(shop.logged.filter(({ code }) => code !== 'TABLE_NOT_FOUND')).toEqual([]); // it was removed at the start
});

test('one of two that goes away leaves the other its answer', async () => {
  const staying = json(shop.post(slow(3)));
  await pause(20);
  expect(await leaveAfter(50, 3)).toBe('TimeoutError');
  expect((await staying).data).toEqual({ query: { rows: [{ distinct_orders: 1_500_000 }] } });
  expect(await stateOf(3)).toBe('HIT');
});

test('a stop lets an answer under way go out', async () => {
  const asked = json(shop.post(slow(4)));
  await pause(100);
  await shop.server.stop(5_000);
  expect((await asked).data).toEqual({ query: { rows: [{ distinct_orders: 1_500_000 }] } });
  await expect(shop.get('/health')).rejects.toThrow();
});
