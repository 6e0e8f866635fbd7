import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { until } from '../../builders/until.js';
import { json, ORDERS, openShop, refusalOf, type Shop } from '../shop.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop({ watch: true });
});
afterEach(() => shop.close());

const HEAD = 'order_id,country,ordered_at,amount\n';
const QUERY = '{ query(input: {metrics: ["orders"], dimensions: [{path: "country"}]}) { rows } }';
const JSON_TYPE = { 'content-type': 'application/json' };

const repeated = async (): Promise<number> =>
  ((await (await shop.get('/ready')).json()) as { cache: { repeated: number } }).cache.repeated;

/** The answer, and whether it came without GraphQL. */
async function ask(body: unknown = { query: QUERY }, init: RequestInit = {}) {
  const before = await repeated();
  const response = await shop.post(body, init);
  const text = await response.text();
  const { data, errors, extensions } = JSON.parse(text) as Awaited<ReturnType<typeof json>>;
  return {
    ...{ data, errors, extensions, text, status: response.status, type: response.headers.get('content-type') },
    kept: (await repeated()) > before,
    states: extensions?.cache?.map(({ state }) => state),
  };
}

describe('the same request again', () => {
  test('has the same bytes but for its id and the state of its rows, and GraphQL has no part in it', async () => {
    const [first, second, third] = [await ask(), await ask(), await ask()];
    expect([first.kept, second.kept, third.kept]).toEqual([false, true, true]);
    expect([first.states, second.states]).toEqual([['MISS'], ['HIT']]);
    expect(second).toMatchObject({ data: first.data, status: first.status, type: first.type });
    const dataOf = (text: string) => text.slice(0, text.indexOf('"extensions"'));
    expect(dataOf(second.text)).toBe(dataOf(first.text));
    expect(second.text.endsWith('}\n')).toBe(true);
    expect(new Set([first, second, third].map(({ extensions }) => extensions?.requestId)).size).toBe(3);
    expect(Object.keys(second.extensions ?? {})).toEqual(Object.keys(first.extensions ?? {}));
  });

  test('says the caller’s own id, in its header too', async () => {
    await ask();
    const response = await shop.post({ query: QUERY }, { headers: { 'x-request-id': 'mine' } });
    expect([response.headers.get('x-request-id'), (await json(response)).extensions?.requestId]).toEqual([
      'mine',
      'mine',
    ]);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('comes by GET and with a hash in place of its text too', async () => {
    const get = async () => {
      const before = await repeated();
      const path = `/graphql?query=${encodeURIComponent(QUERY)}`;
      const { data } = await json(shop.get(path, { headers: { 'apollo-require-preflight': '1' } }));
      return [data, (await repeated()) > before];
    };
    const [first, second] = [await get(), await get()];
    expect(second).toEqual([first[0], true]);
    const sha256Hash = createHash('sha256').update(QUERY).digest('hex');
    const extensions = { persistedQuery: { version: 1, sha256Hash } };
    expect(await refusalOf(await shop.post({ extensions }))).toEqual([200, 'PERSISTED_QUERY_NOT_FOUND']);
    await ask({ query: QUERY, extensions });
    expect(await ask({ extensions })).toMatchObject({ data: first[0], kept: false });
    expect(await ask({ extensions })).toMatchObject({ data: first[0], kept: true });
  });
});

describe('another answer comes', () => {
  test.each<{ name: string; body?: unknown; headers?: Record<string, string> }>([
    { name: 'for other variables', body: { query: QUERY, variables: { a: 1 } } },
    { name: 'for another operation', body: { query: `query a ${QUERY}`, operationName: 'a' } },
    { name: 'in another form', headers: { accept: 'application/graphql-response+json' } },
  ])('$name', async ({ body, headers }) => {
    const { type } = await ask();
    const other = await ask(body, headers ? { headers } : {});
    expect(other.kept).toBe(false);
    if (headers) expect(other.type).not.toBe(type);
  });

  test('when the data has changed', async () => {
    await ask();
    shop.write('data/shop/orders.csv', `${HEAD}1,DE,2024-01-01,1.00\n`);
    expect(await ask()).toMatchObject({
      data: { query: { rows: [{ country: 'DE', orders: 1 }] } },
      ...{ kept: false, states: ['MISS'] },
    });
    expect(await ask()).toMatchObject({ kept: true, states: ['HIT'] });
  });

  test('when the definitions have: its rows are kept on where their meaning is the same', async () => {
    await ask();
    shop.write('metrics/orders.yaml', ORDERS.replace('SUM(amount)', 'SUM(amount) * 2'));
    await until(() => shop.reloads.length > 0);
    expect(await ask()).toMatchObject({ kept: false, states: ['HIT'] });
    expect(await ask()).toMatchObject({ kept: true, states: ['HIT'] });
  });
});

describe('nothing is kept of', () => {
  test.each([
    { name: 'an error', query: '{ query(input: {metrics: ["ordrs"]}) { rows } }' },
    {
      name: 'a question of which a part failed',
      query: '{ metric(name: "orders") { value breakdown(by: "nothing") { value } } }',
    },
    {
      name: 'how an answer came about',
      query: '{ query(input: {metrics: ["orders"]}) { rows proof { sql answeredAt } } }',
    },
    { name: 'the statements of a metric', query: '{ metric(name: "orders") { value sql } }' },
    { name: 'the schema', query: '{ __schema { queryType { name } } }' },
    {
      name: 'what means another time every second',
      query: '{ query(input: {metrics: ["orders"], time: {this: "second"}}) { rowCount } }',
    },
  ])('$name', async ({ name, query }) => {
    await ask({ query });
    if (name.includes('second')) await new Promise((resolve) => setTimeout(resolve, 1_050)); // that second is over
    expect(await ask({ query })).toMatchObject({ kept: false });
  });
});

describe('what would be refused is refused, whatever is kept', () => {
  test.each([
    {
      name: 'text of another site',
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      refusal: [400, 'CSRF_BLOCKED'],
    },
    {
      name: 'a form',
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      refusal: [415, 'BAD_REQUEST'],
    },
    { name: 'a link', method: 'GET', headers: {}, refusal: [400, 'CSRF_BLOCKED'] },
  ])('$name', async ({ method, headers, refusal }) => {
    const path = `/graphql?query=${encodeURIComponent(QUERY)}`;
    const body = JSON.stringify({ query: QUERY });
    await shop.get(path, { headers: { 'apollo-require-preflight': '1' } });
    await shop.get(path, { method: 'POST', body, headers: JSON_TYPE });
    const sent = await shop.get(path, {
      method,
      headers: headers as Record<string, string>,
      ...(method === 'POST' && { body }),
    });
    expect(await refusalOf(sent)).toEqual(refusal);
  });

  test.each([
    { name: 'no JSON', body: '{"query": ', refusal: [400, 'BAD_REQUEST'] },
    { name: 'nothing', body: '', refusal: [400, 'BAD_REQUEST'] },
    { name: 'a prototype', body: '{"query": "{ __typename }", "__proto__": {"a": 1}}', refusal: [400, 'BAD_REQUEST'] },
  ])('a body of $name', async ({ body, refusal }) => {
    expect(await refusalOf(await shop.post(body))).toEqual(refusal);
  });
});
