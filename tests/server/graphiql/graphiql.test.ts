import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ASSETS } from '../../../src/server/graphiql/assets.js';
import { json, openShop, type Shop } from '../shop.js';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

describe('the page', () => {
  test('is where a browser is led', async () => {
    expect((await shop.get('/')).url).toBe(`${shop.server.url}/graphiql`);
    expect((await shop.get('/graphiql/')).url).toBe(`${shop.server.url}/graphiql`);
  });

  test('loads nothing but files of this server, and may not', async () => {
    const response = await shop.get('/graphiql');
    const html = await response.text();
    const links = [...html.matchAll(/(?:src|href)="([^"]+)"/g)]
      .map((match) => match[1] ?? '')
      .filter((link) => link !== 'data:,');
    expect(links).toHaveLength(6);
    for (const link of links) {
      const file = await shop.get(`/${link}`);
      expect([link, file.status]).toEqual([link, 200]);
      expect(file.headers.get('content-type')).toMatch(link.endsWith('.css') ? /^text\/css/ : /^text\/javascript/);
      expect((await file.text()).length).toBeGreaterThan(50);
    }
    expect(html).not.toMatch(/https?:/);
    const policy = response.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'; script-src 'self';");
    expect(policy).not.toMatch(/https?:|\*/);
  });

  test('has the React that GraphiQL’s prebuilt file was made for', async () => {
    expect(await (await shop.get('/graphiql/react.js')).text()).toMatch(/\.version="18\./);
  });

  test('keeps its large files in the browser', async () => {
    for (const name of Object.keys(ASSETS)) {
      const etag = (await shop.get(`/graphiql/${name}`)).headers.get('etag') ?? '';
      expect(etag).toMatch(/^"[\w-]+"$/);
      expect((await shop.get(`/graphiql/${name}`, { headers: { 'if-none-match': etag } })).status).toBe(304);
    }
  });
});

describe('its examples', () => {
  test('are named, and every one has an answer', async () => {
    const examples = (await (await shop.get('/graphiql/examples.json')).json()) as string[];
    expect(examples.map((query) => /query (\w+)/.exec(query)?.[1])).toEqual([
      'Sales',
      'Orders',
      'OneOrders',
      'Catalogue',
    ]);
    for (const query of examples) {
      const { data, errors } = await json(shop.post({ query }));
      expect(errors).toBeUndefined();
      expect(JSON.stringify(data)).toMatch(/"DE"|orders/);
    }
  });

  test('begin with the largest view, the highest first', async () => {
    const [first] = (await (await shop.get('/graphiql/examples.json')).json()) as string[];
    expect((await json(shop.post({ query: first ?? '' }))).data).toEqual({
      sales: {
        rows: [
          { country: 'DE', orders: 2, revenue: '15.00' },
          { country: 'FR', orders: 1, revenue: '2.25' },
          { country: null, orders: 1, revenue: '1.00' },
        ],
      },
    });
  });
});
