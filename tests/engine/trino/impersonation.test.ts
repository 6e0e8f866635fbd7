import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { until } from '../../builders/until.js';
import type { Answered } from '../../server/shop.js';
import { setUpIn, TRINO } from './lab.js';
import { describeOwnLab, upWithRules } from './own-lab.js';
import { openServed, type Served } from './served.js';

const SALES = `
dataset: sales
description: One row for each sale.
owner: tests
table: faults_test.sales
columns: {sale_id: bigint, country: text, shop_id: bigint, amount: bigint}
key: [sale_id]
links: {shop: {to: shops, on: shop_id}}
metrics:
  sales: {expression: COUNT(*), description: Sales.}
  revenue: {expression: SUM(amount), unit: EUR, description: What they brought.}
`;
const SHOPS = `
dataset: shops
description: One row for each shop.
owner: tests
table: faults_test.shops
columns: {shop_id: bigint, city: text}
key: [shop_id]
`;
const SOURCE = `impersonation-${process.pid}`;

/** Rules of the engine give ada the rows of FR, ben those of DE, cyd all of them, and eve none. */
describeOwnLab('minimal', 'in the name of who asks', () => {
  let server: Served;
  beforeAll(async () => {
    await upWithRules();
    await setUpIn(
      'hive',
      'CREATE SCHEMA IF NOT EXISTS faults_test',
      'DROP TABLE IF EXISTS faults_test.sales',
      'DROP TABLE IF EXISTS faults_test.shops',
      `CREATE TABLE faults_test.sales AS SELECT * FROM (VALUES
         (BIGINT '1', 'FR', BIGINT '1', BIGINT '10'), (2, 'FR', 2, 20), (3, 'DE', 3, 300), (4, 'DE', 9, 400))
         AS t(sale_id, country, shop_id, amount)`,
      `CREATE TABLE faults_test.shops AS SELECT * FROM (VALUES (BIGINT '1', 'Paris'), (2, 'Lyon'), (3, 'Berlin'))
         AS t(shop_id, city)`,
    );
    server = await openServed({
      metrics: { sales: SALES, shops: SHOPS },
      trino: { schema: 'faults_test', source: SOURCE, impersonate: true },
      more: { server: { port: 0, user_header: 'X-User' }, proofs: 'background' },
    });
  }, 120_000);
  afterAll(() => server?.close());

  const as = (user: string, query: string, headers = {}): Promise<Answered> =>
    server.ask(query, { headers: { 'x-user': user, ...headers } });
  const REVENUE = '{ query(input: {metrics: ["revenue"]}) { rows } }';
  const rows = ({ data, errors }: Answered) => {
    expect(errors).toBeUndefined();
    return (data?.query as { readonly rows: unknown } | undefined)?.rows;
  };
  const stateOf = ({ extensions }: Answered) => extensions?.cache?.[0]?.state;
  const codeOf = ({ errors }: Answered) => errors?.[0]?.extensions.code;

  test('the same question has each user’s own rows: at once, asked anew, and from the cache', async () => {
    const together = await Promise.all(['ada', 'ben', 'ada', 'ben'].map((user) => as(user, REVENUE)));
    expect(together.map(rows)).toEqual([30, 700, 30, 700].map((revenue) => [{ revenue: String(revenue) }]));
    expect(together.map(stateOf).sort()).toEqual(['JOINED', 'JOINED', 'MISS', 'MISS']);
    for (const [user, revenue] of [
      ['ben', '700'],
      ['ada', '30'],
    ] as const) {
      const again = await until(async () => {
        const answered = await as(user, REVENUE);
        expect(rows(answered)).toEqual([{ revenue }]);
        return stateOf(answered) === 'HIT'; // its version became known
      });
      expect(again).toBe(true);
    }
    const cyd = await as('cyd', REVENUE);
    expect([stateOf(cyd), rows(cyd)]).toEqual(['MISS', [{ revenue: '730' }]]);
  });

  test('whatever way of asking', async () => {
    const all = `{
      query(input: {metrics: ["sales"], dimensions: [{path: "country"}]}) { rows totalRows grandTotal }
      metric(name: "revenue") { value breakdown(by: "country", top: 9) { member value share } }
      members(dataset: "sales", dimension: "country")
      cities: query(input: {metrics: ["sales"], dimensions: [{as: "city", path: "shop.city"}]}) {
        rows proof { explain { leftOut { rows danglingKeys } } } }
    }`;
    const [ada, ben] = await Promise.all([as('ada', all), as('ben', all)]);
    expect(ada.errors ?? ben.errors).toBeUndefined();
    expect(ada.data).toEqual({
      query: { rows: [{ country: 'FR', sales: 2 }], totalRows: 1, grandTotal: { sales: 2 } },
      metric: { value: '30', breakdown: [{ member: 'FR', value: '30', share: 1 }] },
      members: ['FR'],
      cities: {
        rows: [
          { city: 'Lyon', sales: 1 },
          { city: 'Paris', sales: 1 },
        ],
        proof: { explain: { leftOut: [{ rows: 2, danglingKeys: 0 }] } },
      },
    });
    expect(ben.data).toMatchObject({
      query: { rows: [{ country: 'DE', sales: 2 }], totalRows: 1, grandTotal: { sales: 2 } },
      metric: { value: '700', breakdown: [{ member: 'DE', value: '700', share: 1 }] },
      members: ['DE'],
      cities: { proof: { explain: { leftOut: [{ rows: 2, danglingKeys: 1 }] } } },
    });
  });

  test('Trino knows each query under the user and the request that asked', async () => {
    await as('ada', '{ query(input: {metrics: ["revenue"], where: [{path: "amount", is: {gt: 1}}]}) { rows } }', {
      'x-request-id': 'from-ada',
    });
    const listed = await fetch(`${TRINO}/v1/query`, { headers: { 'X-Trino-User': 'lab' } });
    const all = (await listed.json()) as { query: string; session: Record<string, unknown> }[];
    const ours = all.filter(({ session, query }) => session.source === SOURCE && query.includes('AS "revenue"'));
    expect(new Set(ours.map(({ session }) => session.user))).toEqual(new Set(['ada', 'ben', 'cyd']));
    expect(ours.find(({ session }) => session.traceToken === 'from-ada')?.session.user).toBe('ada');
  });

  test('a request that does not say who asks is refused, and never falls back to all rows', async () => {
    for (const headers of [{}, { 'x-user': '' }, { 'x-user': 'ben, ada' }]) {
      const response = await server.get('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query: REVENUE }),
      });
      expect([response.status, codeOf((await response.json()) as Answered)]).toEqual([401, 'USER_REQUIRED']);
    }
    expect((await server.get('/progress/from-ada')).status).toBe(401);
  });

  test('a user whom the engine lets see nothing gets its refusal', async () => {
    expect(codeOf(await as('eve', REVENUE))).toBe('ENGINE_ACCESS_DENIED');
  });

  test('nobody follows the request of another', async () => {
    const follow = (user: string) => server.get('/progress/mine', { headers: { 'x-user': user } });
    let isSeen = false;
    const askOn = async (): Promise<void> => {
      // Each time another question, so that none comes from the cache
      for (let amount = 2; !isSeen; amount++)
        await as(
          'cyd',
          `{ query(input: {metrics: ["sales"], where: [{path: "amount", is: {gt: ${amount}}}]}) { rows } }`,
          { 'x-request-id': 'mine' },
        );
    };
    const asked = askOn();
    const seen = await until(async () => {
      const statuses = (await Promise.all(['cyd', 'ada'].map(follow))).map(({ status }) => status);
      return statuses[0] === 404 ? null : statuses;
    }).finally(() => {
      isSeen = true;
    });
    expect(seen).toEqual([200, 404]);
    await asked;
  });

  test('keys are proven on what each user sees: a mask that makes them equal is noticed for that user alone', async () => {
    const cities =
      '{ query(input: {metrics: ["revenue"], dimensions: [{as: "city", path: "shop.city"}]}) { rows warnings { code } } }';
    const settled = (user: string): Promise<Answered> =>
      until(async () => {
        const answered = await as(user, cities);
        const { warnings = [] } = (answered.data?.query ?? {}) as { warnings?: readonly unknown[] };
        return (answered.errors || warnings.length === 0) && answered;
      });
    const [ada, cyd] = [await settled('ada'), await settled('cyd')];
    expect(ada.data).toMatchObject({ query: { rows: [{ city: 'Lyon' }, { city: 'Paris' }], warnings: [] } });
    expect(codeOf(cyd)).toBe('KEY_NOT_UNIQUE');
    expect(codeOf(await as('ada', cities))).toBeUndefined();
  });
});
