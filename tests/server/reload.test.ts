import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { json, ORDERS, openShop, type Shop } from './shop.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop({ watch: true });
});
afterEach(() => shop.close());

const ask = async (metric: string) => json(shop.post({ query: `{ query(input: {metrics: ["${metric}"]}) { rows } }` }));
const ready = async () =>
  (await (await shop.get('/ready')).json()) as {
    status: string;
    lastReload: { state: string; problems: { code: string; at: { line: number } }[] };
  };

async function nextReload(count = 1): Promise<void> {
  const started = performance.now();
  while (shop.reloads.length < count) {
    if (performance.now() - started > 25_000) throw new Error('no reload came');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('a changed definition', () => {
  test('is live without a restart', async () => {
    expect((await ask('buyers')).errors?.[0]?.extensions.code).toBe('UNKNOWN_METRIC');
    shop.write('metrics/orders.yaml', `${ORDERS}  buyers: {expression: COUNT(DISTINCT country)}\n`);
    await nextReload();
    expect((await ask('buyers')).data).toEqual({ query: { rows: [{ buyers: 2 }] } });
    expect((await ready()).lastReload.state).toBe('ok');
  });

  test('is typed in the schema too', async () => {
    shop.write('metrics/more.yaml', 'view: more\nmetrics: [revenue]\ndimensions: {country: country}\n');
    await nextReload();
    expect(
      (
        await json(
          shop.post({
            query: '{ more(limit: 1, orderBy: {by: revenue, direction: DESC}) { rows { country revenue } } }',
          }),
        )
      ).data,
    ).toEqual({
      more: { rows: [{ country: 'DE', revenue: '15.00' }] },
    });
  });

  test('is another question to the cache, which its kept sum answers; an untouched one is not', async () => {
    const cacheOf = async (metric: string) => (await ask(metric)).extensions?.cache?.[0]?.state;
    expect([await cacheOf('orders'), await cacheOf('revenue')]).toEqual(['MISS', 'MISS']);
    shop.write('metrics/orders.yaml', ORDERS.replace('SUM(amount)', 'SUM(amount) * 2'));
    await nextReload();
    expect([await cacheOf('orders'), await cacheOf('revenue')]).toEqual(['HIT', 'DERIVED']);
    expect((await ask('revenue')).data).toEqual({ query: { rows: [{ revenue: '36.50' }] } });
  });
});

describe('a bad change', () => {
  test('leaves all of the old model serving, and says what is wrong and where', async () => {
    shop.write('metrics/orders.yaml', `${ORDERS}  good: {expression: COUNT(*)}\n  bad: {expression: SUM(amont)}\n`);
    await nextReload();
    expect((await ask('good')).errors?.[0]?.extensions.code).toBe('UNKNOWN_METRIC');
    expect((await ask('orders')).data).toEqual({ query: { rows: [{ orders: 4 }] } });
    const { status, lastReload } = await ready();
    expect([status, lastReload.state]).toEqual(['ready', 'refused']);
    expect(lastReload.problems).toMatchObject([
      { code: 'UNKNOWN_COLUMN', at: { file: 'metrics/orders.yaml', line: 12 } },
    ]);
    expect(shop.reloads[0]?.textOf('metrics/orders.yaml')).toContain('amont');

    shop.write('metrics/orders.yaml', `${ORDERS}  good: {expression: COUNT(*)}\n`);
    await nextReload(2);
    expect((await ask('good')).data).toEqual({ query: { rows: [{ good: 4 }] } });
    expect((await ready()).lastReload.state).toBe('ok');
  });

  test('of a file that is not YAML', async () => {
    shop.write('metrics/broken.yaml', 'dataset: [\n');
    await nextReload();
    expect((await ready()).lastReload.problems[0]?.code).toBe('INVALID_YAML');
    shop.remove('metrics/broken.yaml');
    await nextReload(2);
    expect((await ready()).lastReload.state).toBe('ok');
  });
});

test('requests go on without a failure while definitions change under them', async () => {
  let asked = 0;
  let isOver = false;
  const failures: unknown[] = [];
  const askOn = async () => {
    while (!isOver) {
      const answer = await ask('orders');
      asked += 1;
      if (answer.errors) failures.push(answer.errors);
    }
  };
  const askers = [askOn(), askOn(), askOn()];
  for (let n = 1; n <= 4; n++) {
    shop.write('metrics/orders.yaml', `${ORDERS}  extra_${n}: {expression: COUNT(*)}\n`);
    await nextReload(n);
    while (asked <= 5 * n && failures.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  }
  isOver = true;
  await Promise.all(askers);
  expect(failures).toEqual([]);
  expect(asked).toBeGreaterThan(20);
  expect((await ask('extra_4')).data).toEqual({ query: { rows: [{ extra_4: 4 }] } });
});
