import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { until } from '../../builders/until.js';
import type { Answered } from '../../server/shop.js';
import { setUpIn } from './lab.js';
import { describeOwnLab, kill, upAgain } from './own-lab.js';
import { lines, openServed, type Served } from './served.js';

const SALES = `
dataset: sales
description: One row for each sale.
owner: tests
table: faults_test.facts
columns: {sale_id: bigint, country: text, amount: bigint}
key: [sale_id]
metrics:
  sales: {expression: COUNT(*), description: Sales.}
  revenue: {expression: SUM(amount), unit: EUR, description: What they brought.}
`;
const PAIRS = `
dataset: pairs
description: A hundred million pairs of sales, which take a while.
owner: tests
sql: SELECT a.sale_id, b.sale_id AS other FROM faults_test.facts AS a JOIN faults_test.facts AS b ON a.country = b.country
columns: {sale_id: bigint, other: bigint}
key: [sale_id, other]
metrics:
  pairs: {expression: "SUM(sale_id + other)", description: Of pairs.}
`;
const METRICS = {
  sales: SALES,
  pairs: PAIRS,
  seconds: lines('sf1'),
  half_a_minute: lines('sf3'),
  hour: lines('sf1000'),
};
const FACTS = [
  'CREATE SCHEMA IF NOT EXISTS faults_test',
  'DROP TABLE IF EXISTS faults_test.facts',
  `CREATE TABLE faults_test.facts AS
     SELECT orderkey AS sale_id, CASE orderkey % 3 WHEN 0 THEN 'FR' ELSE 'DE' END AS country, custkey AS amount FROM tpch.tiny.orders`,
];
/** A request takes no longer than this, whatever happens. */
const BOUND = 90;

let salt = 0;
/** Each time another question, so that the cache does not have it. */
const sales = () => {
  salt += 1;
  return `{ query(input: {metrics: ["sales"], where: [{path: "amount", is: {ne: "-${salt}"}}]}) { rows } }`;
};
const RIGHT = { query: { rows: [{ sales: 15_000 }] } };
const SLOW = '{ query(input: {metrics: ["lines_sf1"]}) { rows } }';
const SLOW_RIGHT = { query: { rows: [{ lines_sf1: 6_001_215 }] } };
/** Long enough for a process to be killed meanwhile, on any machine. */
const slower = (salt: number) =>
  `{ query(input: {metrics: ["lines_sf3"], where: [{path: "orderkey", is: {gt: "-${salt}"}}]}) { rows } }`;
const SLOWER_RIGHT = { query: { rows: [{ lines_sf3: 17_996_609 }] } };
/** What may come of a query whose process was killed. */
const OUTCOMES = ['right', 'ENGINE_UNAVAILABLE', 'QUERY_TIMEOUT'];

const codeOf = ({ errors }: Answered) => errors?.[0]?.extensions.code;

const open: Served[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});
async function start(session: object = {}): Promise<Served> {
  const server = await served(session);
  open.push(server);
  return server;
}
const served = (session: object = {}): Promise<Served> =>
  openServed({
    metrics: METRICS,
    trino: { schema: 'faults_test', source: `faults-${process.pid}-${salt}`, session },
    more: { limits: { seconds: BOUND } },
  });

/** Until a request has rows on their way. */
async function underWay(server: Served, id: string): Promise<void> {
  await until(async () => {
    const response = await server.get(`/progress/${id}`);
    const { queries = [] } = (await response.json()) as { queries?: { state: string; rowsRead: number }[] };
    return queries.some(({ state, rowsRead }) => state === 'RUNNING' && rowsRead > 0);
  });
}

/** The right rows, or a coded error within the bound; an answer of another number fails the test. */
async function outcomeOf(asked: Promise<Answered>, right: object): Promise<string> {
  const began = performance.now();
  const answered = await asked;
  expect(performance.now() - began).toBeLessThan((BOUND + 5) * 1_000);
  if (!answered.errors) {
    expect(answered.data).toEqual(right);
    return 'right';
  }
  expect(answered.data?.query ?? null).toBeNull();
  return answered.errors[0]?.extensions.code ?? '';
}

/** It answers again, without a restart of the server. */
async function answersAgain(server: Served, right: object = RIGHT, query: () => string = sales): Promise<void> {
  const end = performance.now() + BOUND * 1_000;
  for (;;) {
    const outcome = await outcomeOf(server.ask(query()), right);
    if (outcome === 'right') break;
    expect(outcome).toBe('ENGINE_UNAVAILABLE');
    if (performance.now() > end) throw new Error('it does not answer again');
    await sleep(500);
  }
  expect((await server.get('/ready')).status).toBe(200);
}

describeOwnLab('minimal', 'a coordinator that dies', () => {
  beforeAll(async () => {
    await setUpIn('hive', ...FACTS);
  }, 240_000);
  afterAll(() => upAgain(0), 240_000);

  test('and comes back in mid-query: the right rows, or a code', async () => {
    const server = await start();
    const asked = server.ask(slower(0), { headers: { 'x-request-id': 'slow' } });
    await underWay(server, 'slow');
    await kill('coordinator');
    const [outcome] = await Promise.all([outcomeOf(asked, SLOWER_RIGHT), upAgain(0)]);
    expect(OUTCOMES).toContain(outcome);
    await answersAgain(server);
  }, 240_000);

  test('and stays away: a code within a minute, and readiness says so until it is back', async () => {
    const server = await start();
    await answersAgain(server);
    await kill('coordinator');
    const [answered, newcomer] = await Promise.all([server.ask(sales()), start()]);
    expect(codeOf(answered)).toBe('ENGINE_UNAVAILABLE');
    const away = await server.get('/ready');
    expect([away.status, await away.json()]).toMatchObject([503, { engine: { state: 'unavailable' } }]);
    expect((await newcomer.get('/ready')).status).toBe(503);
    await upAgain(0);
    await Promise.all([answersAgain(server), answersAgain(newcomer)]);
  }, 240_000);
});

describeOwnLab('minimal', 'a query that Trino ends', () => {
  let other: Served;
  beforeAll(async () => {
    await setUpIn('hive', ...FACTS);
    other = await served();
  }, 60_000);
  afterAll(() => other?.close());

  test.each([
    { name: 'over its run time', session: { query_max_run_time: '2s' }, code: 'QUERY_TIMEOUT' },
    {
      name: 'over its planning and execution time',
      session: { query_max_execution_time: '2s' },
      code: 'QUERY_TIMEOUT',
    },
    { name: 'over its CPU time', session: { query_max_cpu_time: '1s' }, code: 'QUERY_LIMIT_EXCEEDED' },
    {
      name: 'over what it may read',
      session: { query_max_scan_physical_bytes: '1B' },
      metric: 'pairs',
      code: 'QUERY_LIMIT_EXCEEDED',
    },
    { name: 'over its memory', session: { query_max_memory: '1MB' }, code: 'ENGINE_OUT_OF_MEMORY' },
    {
      name: 'for want of memory on a node',
      session: { query_max_memory_per_node: '20MB' },
      code: 'ENGINE_OUT_OF_MEMORY',
    },
  ])(
    '$name has a code and its id',
    async ({ session, metric = 'comments_sf1000', code }) => {
      const server = await start(session);
      const { errors, data } = await server.ask(`{ query(input: {metrics: ["${metric}"]}) { rows } }`);
      expect(data?.query ?? null).toBeNull();
      expect(errors?.[0]?.extensions.code).toBe(code);
      expect(errors?.[0]?.message).toMatch(/\(Trino query \d{8}_\d+_\d+_\w+\)\.$/);
      await answersAgain(other);
    },
    240_000,
  );

  test('since its table was dropped or its column renamed has a code', async () => {
    const server = await start();
    await answersAgain(server);
    await setUpIn('hive', 'ALTER TABLE faults_test.facts RENAME COLUMN amount TO price');
    const renamed = await server.ask(sales());
    expect([codeOf(renamed), renamed.errors?.[0]?.message]).toEqual([
      'COLUMN_NOT_FOUND',
      expect.stringMatching(/"[^"]*amount[^"]*" \(Trino query /),
    ]);
    await setUpIn('hive', 'DROP TABLE faults_test.facts');
    const dropped = await server.ask(sales());
    expect([codeOf(dropped), dropped.errors?.[0]?.message]).toEqual([
      'TABLE_NOT_FOUND',
      expect.stringMatching(/"hive\.faults_test\.facts" \(Trino query /),
    ]);
    await setUpIn('hive', ...FACTS);
    await answersAgain(server);
  }, 240_000);
});

/** Both in one test: they come back together. */
describeOwnLab('full', 'a metastore that dies, and then a worker', () => {
  beforeAll(async () => {
    await setUpIn('hive', ...FACTS);
  }, 240_000);
  afterAll(() => upAgain(1), 240_000);

  test('in mid-query: the right rows or a code each time, and the right rows once both are back', async () => {
    const server = await start();
    await answersAgain(server);
    const first = server.ask(slower(1), { headers: { 'x-request-id': 'first' } });
    await underWay(server, 'first');
    await kill('metastore');
    expect(await outcomeOf(server.ask(sales()), RIGHT)).toBe('ENGINE_UNAVAILABLE');
    expect((await server.get('/ready')).status).toBe(503);
    expect(OUTCOMES).toContain(await outcomeOf(first, SLOWER_RIGHT));

    const second = server.ask(slower(2), { headers: { 'x-request-id': 'second' } });
    await underWay(server, 'second');
    await kill('worker1');
    const [outcome] = await Promise.all([outcomeOf(second, SLOWER_RIGHT), upAgain(1)]);
    expect(OUTCOMES).toContain(outcome);
    await answersAgain(server);
    await answersAgain(server, SLOW_RIGHT, () => SLOW);
  }, 360_000);
});
