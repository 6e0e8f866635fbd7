import { afterEach, describe, expect, test } from '@jest/globals';
import { until } from '../../builders/until.js';
import { json, ORDERS, openShop, type Shop } from '../shop.js';

let shop: Shop;
afterEach(() => shop.close());

const ask = (maxAge = '') =>
  json(shop.post({ query: `{ query(input: {metrics: ["orders"]${maxAge}}) { rows } }` })).then((answer) => ({
    orders: (answer.data as { query: { rows: { orders: number }[] } | null } | null)?.query?.rows[0]?.orders,
    code: answer.errors?.[0]?.extensions.code,
    state: answer.extensions?.cache?.[0]?.state,
    age: answer.extensions?.cache?.[0]?.age ?? Number.NaN,
  }));
const HEAD = 'order_id,country,ordered_at,amount\n';
const ROW = '1,DE,2024-01-01,1.00\n';

describe('when files change', () => {
  test('kept rows are asked for anew at once, unless earlier ones may stand in', async () => {
    shop = await openShop();
    expect(await ask()).toMatchObject({ orders: 4, state: 'MISS' });
    shop.write('data/shop/orders.csv', HEAD + ROW);
    expect(await ask()).toMatchObject({ orders: 1, state: 'MISS' });
  });

  test('earlier rows stand in where the configuration says so, with their age, while they are asked for anew', async () => {
    shop = await openShop({ cache: 'stale_while_revalidate: 1 hour' });
    expect(await ask()).toMatchObject({ orders: 4, state: 'MISS' });
    shop.write('data/shop/orders.csv', HEAD + ROW);
    const stale = await ask();
    expect(stale).toMatchObject({ orders: 4, state: 'STALE' });
    expect(stale.age).toBeGreaterThan(0);
    await until(async () => (await ask()).state === 'HIT');
    expect(await ask()).toMatchObject({ orders: 1, state: 'HIT' });
    shop.write('data/shop/orders.csv', HEAD + ROW + ROW);
    expect(await ask(', maxAge: 0')).toMatchObject({ orders: 2, state: 'MISS' });
  });

  test('a dataset may forbid it', async () => {
    shop = await openShop({ cache: 'stale_while_revalidate: 1 hour', watch: true });
    shop.write('metrics/orders.yaml', ORDERS.replace('key:', 'cache: {stale_while_revalidate: 0 seconds}\nkey:'));
    await until(() => shop.reloads.length > 0);
    expect(await ask()).toMatchObject({ orders: 4, state: 'MISS' });
    shop.write('data/shop/orders.csv', HEAD + ROW);
    expect(await ask()).toMatchObject({ orders: 1, state: 'MISS' });
  });
});

test('a change of other metrics empties nothing', async () => {
  shop = await openShop({ watch: true });
  expect(await ask()).toMatchObject({ orders: 4, state: 'MISS' });
  shop.write(
    'metrics/orders.yaml',
    ORDERS.replace('SUM(amount)', 'SUM(amount) * 2').replace('key:', 'cache: {max_age: 1 minute}\nkey:'),
  );
  await until(() => shop.reloads.length > 0);
  expect(await ask()).toMatchObject({ orders: 4, state: 'HIT' });
});

test('a thousand equal questions at once are one query', async () => {
  shop = await openShop({ cache: 'stale_while_revalidate: 0 seconds' });
  await ask();
  shop.write('data/shop/orders.csv', HEAD + ROW); // what was kept expires
  const answers = await Promise.all(Array.from({ length: 1_000 }, () => ask()));
  expect(answers.filter(({ orders }) => orders !== 1)).toEqual([]);
  expect(answers.filter(({ state }) => state === 'MISS')).toHaveLength(1);
}, 60_000);

test('maxAge is a number of seconds from 0', async () => {
  shop = await openShop();
  expect(await ask(', maxAge: -1')).toMatchObject({ code: 'INVALID_REQUEST' });
});
