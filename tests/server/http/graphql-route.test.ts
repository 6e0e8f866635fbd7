import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { json, openShop, refusalOf, type Shop } from '../shop.js';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({ limits: 'rows: 3, tokens: 3000, root_fields: 20' });
});
afterAll(() => shop.close());

const REVENUE = '{ sales(orderBy: {by: country, nulls: LAST}) { rows { country orders revenue } } }';

describe('an answer', () => {
  test('has the right numbers, every digit of them', async () => {
    expect((await json(shop.post({ query: REVENUE }))).data).toEqual({
      sales: {
        rows: [
          { country: 'DE', orders: 2, revenue: '15.00' },
          { country: 'FR', orders: 1, revenue: '2.25' },
          { country: null, orders: 1, revenue: '1.00' },
        ],
      },
    });
  });

  test('says in its extensions how each of its rows came', async () => {
    const query = '{ query(input: {metrics: ["orders"], where: [{path: "country", is: {eq: "DE"}}]}) { rows } }';
    const states = async () => (await json(shop.post({ query }))).extensions?.cache?.map((note) => note.state);
    expect(['MISS', 'DERIVED']).toContain((await states())?.[0]);
    expect(await states()).toEqual(['HIT']);
    shop.write('data/shop/orders.csv', 'order_id,country,ordered_at,amount\n1,DE,2024-01-01,1.00\n');
    expect(await states()).toEqual(['MISS']); // the table is another
    shop.write(
      'data/shop/orders.csv',
      'order_id,country,ordered_at,amount\n1,DE,2024-01-01,10.50\n2,DE,2024-01-02,4.50\n3,FR,2024-01-02,2.25\n4,,2024-02-01,1.00\n',
    );
  });

  test('carries a request id: the caller’s own where it is fit for a log', async () => {
    const ask = async (id: string) => {
      const response = await shop.post({ query: '{ __typename }' }, { headers: { 'x-request-id': id } });
      return [response.headers.get('x-request-id'), (await json(response)).extensions?.requestId];
    };
    expect(await ask('job-7.a')).toEqual(['job-7.a', 'job-7.a']);
    const [header, inBody] = await ask('<script>');
    expect(header).toMatch(/^[0-9a-f-]{36}$/);
    expect(inBody).toBe(header);
  });

  test('comes by GET too, for who asks with a header that no form sends', async () => {
    const path = `/graphql?query=${encodeURIComponent('{ __typename }')}`;
    expect((await json(shop.get(path, { headers: { 'apollo-require-preflight': '1' } }))).data).toEqual({
      __typename: 'Query',
    });
  });

  test('sees a browser to the page', async () => {
    const response = await shop.get('/graphql', { headers: { accept: 'text/html' }, redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([302, '/graphiql']);
  });
});

describe('refusals have a status and a stable code', () => {
  const long = (count: number, of: (n: number) => string) => Array.from({ length: count }, (_, n) => of(n)).join(' ');
  test.each([
    { name: 'no GraphQL', query: '{ sales {', status: 400, code: 'GRAPHQL_PARSE_FAILED' },
    {
      name: 'an unknown field',
      query: '{ sles { rows { country } } }',
      status: 400,
      code: 'GRAPHQL_VALIDATION_FAILED',
    },
    {
      name: 'an argument of the wrong form',
      query: '{ sales(limit: "x") { rowCount } }',
      status: 400,
      code: 'GRAPHQL_VALIDATION_FAILED',
    },
    {
      name: 'an unknown metric',
      query: '{ query(input: {metrics: ["ordrs"]}) { rows } }',
      status: 200,
      code: 'UNKNOWN_METRIC',
    },
    {
      name: 'too many rows',
      query: '{ query(input: {metrics: ["orders"], dimensions: [{path: "order_id"}]}) { rows } }',
      status: 200,
      code: 'RESULT_TOO_LARGE',
    },
    { name: 'too many tokens', query: `{ ${long(4_000, () => '__typename')} }`, status: 400, code: 'TOO_COMPLEX' },
    {
      name: 'too many root fields',
      query: `{ ${long(30, (n) => `a${n}: __typename`)} }`,
      status: 400,
      code: 'TOO_COMPLEX',
    },
    { name: 'too deep', query: `{ ${'a { '.repeat(30)} b ${'}'.repeat(30)} }`, status: 400, code: 'TOO_COMPLEX' },
  ])('$name', async ({ query, status, code }) => {
    const response = await shop.post({ query });
    const { errors, extensions } = await json(response);
    expect([response.status, errors?.length, errors?.[0]?.extensions.code]).toEqual([status, 1, code]);
    expect(errors?.[0]?.extensions).not.toHaveProperty('stacktrace');
    expect(extensions?.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  test.each([
    {
      name: 'a variable of the wrong form',
      body: { query: 'query q($limit: Int) { sales(limit: $limit) { rowCount } }', variables: { limit: 'x' } },
      status: 400,
      code: 'BAD_USER_INPUT',
    },
    {
      name: 'an operation that is not there',
      body: { query: 'query a { __typename }', operationName: 'b' },
      status: 400,
      code: 'BAD_REQUEST',
    },
    { name: 'no query', body: {}, status: 400, code: 'BAD_REQUEST' },
    {
      name: 'an unknown hash',
      body: { extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } },
      status: 200,
      code: 'PERSISTED_QUERY_NOT_FOUND',
    },
    { name: 'several at once', body: [{ query: '{ __typename }' }], status: 400, code: 'BAD_REQUEST' },
  ])('$name', async ({ body, status, code }) => {
    expect(await refusalOf(await shop.post(body))).toEqual([status, code]);
  });

  test('a body that is not JSON', async () => {
    expect(await refusalOf(await shop.post('{"query": '))).toEqual([400, 'BAD_REQUEST']);
  });

  test('a body that is too large', async () => {
    expect(await refusalOf(await shop.post(JSON.stringify({ query: `# ${'x'.repeat(1_100_000)}` })))).toEqual([
      413,
      'REQUEST_TOO_LARGE',
    ]);
  });

  test.each([
    {
      name: 'a form of another site',
      init: { method: 'POST', body: 'query=x', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      refusal: [415, 'BAD_REQUEST'],
    },
    {
      name: 'text of another site',
      init: { method: 'POST', body: '{"query":"{__typename}"}', headers: { 'content-type': 'text/plain' } },
      refusal: [400, 'CSRF_BLOCKED'],
    },
    { name: 'a link on another site', init: { method: 'GET' }, refusal: [400, 'CSRF_BLOCKED'] },
  ])('$name', async ({ init, refusal }) => {
    expect(await refusalOf(await shop.get(`/graphql?query=${encodeURIComponent('{__typename}')}`, init))).toEqual(
      refusal,
    );
  });

  test('a page that is not there', async () => {
    expect(await refusalOf(await shop.get('/nowhere'))).toEqual([404, 'NOT_FOUND']);
  });

  test('the engine’s own words stay in the log, under the request’s id', async () => {
    shop.write('data/shop/orders.csv', 'other,columns\n1,2\n');
    const { errors, extensions } = await json(
      shop.post({ query: '{ query(input: {metrics: ["revenue"]}) { rows } }' }),
    );
    expect(errors?.[0]?.extensions.code).toBe('COLUMN_NOT_FOUND');
    expect(JSON.stringify(errors)).not.toMatch(/Binder|LINE|SELECT/);
    const line = shop.logged.find((each) => each.requestId === extensions?.requestId);
    expect(line?.code).toBe('COLUMN_NOT_FOUND');
    expect(String(line?.cause)).toContain('Binder Error');
  });
});
