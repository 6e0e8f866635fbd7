import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { json, openShop, type Shop } from '../shop.js';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({ limits: 'seconds: 0.2' });
});
afterAll(() => shop.close());

test('a request that takes longer than it may is ended under a code', async () => {
  shop.remove('data/shop/orders.csv');
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  await connection.run(
    `COPY (SELECT i AS order_id, 'DE' || i AS country, DATE '2024-01-01' AS ordered_at, 1.00::DECIMAL(12,2) AS amount FROM range(3000000) t(i))
     TO '${shop.folder}/data/shop/orders.parquet' (FORMAT parquet)`,
  );
  connection.closeSync();
  instance.closeSync();
  const began = performance.now();
  const { errors } = await json(
    shop.post({
      query:
        '{ query(input: {metrics: ["revenue"], dimensions: [{path: "country"}], orderBy: [{by: "revenue"}], limit: 1}) { rows } }',
    }),
  );
  expect(errors?.[0]).toMatchObject({
    message: 'The request took longer than 0.2 seconds.',
    extensions: { code: 'QUERY_TIMEOUT', hint: expect.stringContaining('limits.seconds') },
  });
  expect(performance.now() - began).toBeLessThan(2_000);
});
