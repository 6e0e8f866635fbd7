import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openShop, type Shop } from '../shop.js';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

describe('the state of the server', () => {
  test('health is a word', async () => {
    const response = await shop.get('/health');
    expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }]);
  });

  test('readiness tells of engine and model', async () => {
    const response = await shop.get('/ready');
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      status: 'ready',
      engine: { name: 'duckdb', state: 'ok' },
      cache: { bytes: 0, entries: 0, repeated: 0 },
      model: { loadedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/), datasets: 1, metrics: 2, views: 1 },
      lastReload: null,
    });
  });
});
