import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { until } from '../../builders/until.js';
import { describeLab, setUpIn, TRINO } from './lab.js';
import { lines, openServed, type Served } from './served.js';
import { startStub } from './stub-coordinator.js';

const CALENDAR = `
spine:
  table: start_test.calendar
  column: day
  grain: day
  grains: {season: integer}
---
dataset: visits
description: One row for each visit.
owner: tests
table: start_test.visits
columns: {visit_id: bigint, visited_on: date}
key: [visit_id]
time: visited_on
metrics:
  visits: {expression: COUNT(*), description: Visits.}
`;
const MISSING = lines('sf1').replace('tpch.sf1.lineitem', 'start_test.nowhere');

const open: { close: () => unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});
async function start(
  trino: object,
  metrics: Readonly<Record<string, string>> = { lines: lines('tiny') },
): Promise<Served> {
  const server = await openServed({ metrics, trino: { ...trino } });
  open.push(server);
  return server;
}

/** The first words of the log that match. */
async function said({ logged }: Served, pattern: RegExp): Promise<string> {
  return until(() => logged.find(({ message }) => pattern.test(message))?.message);
}
const readinessOf = async ({ get }: Served) => {
  const response = await get('/ready');
  return [response.status, (await response.json()) as object] as const;
};

const loadedAt = (readiness: object): string =>
  (readiness as { readonly model: { readonly loadedAt: string } }).model.loadedAt;

describeLab('a start with settings that are wrong', () => {
  test.each([
    {
      name: 'a wrong catalog',
      trino: { catalog: 'hve' },
      says: /^engine\.trino\.catalog: the engine has no catalog "hve" \(Trino query .*\)\. engine\.trino\.server is http/,
      state: 'misconfigured',
    },
    {
      name: 'a wrong schema',
      trino: { schema: 'nowhere' },
      says: /^engine\.trino\.schema: the catalog "hive" has no schema "nowhere"\./,
      state: 'misconfigured',
    },
    {
      name: 'an address where nobody is',
      trino: { server: 'http://127.0.0.1:1' },
      says: /^The engine does not answer \(ECONNREFUSED\)\. engine\.trino\.server is http:\/\/127\.0\.0\.1:1\.$/,
      state: 'unavailable',
    },
    {
      name: 'a host that is none',
      trino: { server: 'http://trino.invalid:8080' },
      says: /^engine\.trino\.server: its host is not known/,
      state: 'unavailable',
    },
    {
      name: 'an address with a path',
      trino: { server: `${TRINO}/ui` },
      says: /^engine\.trino\.server: the address has more than a host and a port\.$/,
      state: 'refused',
    },
    {
      name: 'a session property that there is not',
      trino: { session: { query_max_rn_time: '1m' } },
      says: /^engine\.trino\.session: the engine refuses a session property/,
      state: 'misconfigured',
    },
  ])('$name is told with the setting, once', async ({ trino, says, state }) => {
    if (state === 'refused') return expect(start(trino)).rejects.toThrow(says);
    const server = await start(trino);
    await said(server, says);
    expect(await readinessOf(server)).toEqual([
      503,
      expect.objectContaining({ status: 'not ready', engine: expect.objectContaining({ state }) }),
    ]);
    expect(server.logged.filter(({ message }) => says.test(message))).toHaveLength(1);
    return undefined;
  });

  test('a wrong address: another server', async () => {
    const other = await startStub(() => ({ body: '<html>' }));
    open.push(other);
    await said(await start({ server: other.url }), /^engine\.trino\.server: what answers at http\S+ is no Trino\./);
  });

  test('a Trino too old', async () => {
    const old = await startStub(() => ({ body: { nodeVersion: { version: '359' }, starting: false } }));
    open.push(old);
    await said(
      await start({ server: old.url }),
      /^engine\.trino\.server: Trino 359 is too old\. It has to be 400 or newer\.$/,
    );
  });

  test('a table that is missing is told with its place, and keeps nothing else from being answered', async () => {
    const server = await start({}, { lines: lines('tiny'), missing: MISSING });
    await said(
      server,
      /metrics\/missing\.yaml:2:\d+ The engine has no table "start_test\.nowhere", which dataset "lines_sf1" reads\. Mend table:, or engine\.trino\.catalog and engine\.trino\.schema/,
    );
    await until(async () => JSON.stringify(await readinessOf(server)).includes('nowhere'));
    expect(await readinessOf(server)).toEqual([
      200,
      expect.objectContaining({
        status: 'ready',
        model: expect.objectContaining({ problems: [expect.objectContaining({ code: 'TABLE_NOT_FOUND' })] }),
      }),
    ]);
    const answered = await server.ask('{ a: query(input: {metrics: ["lines_tiny"]}) { rows } }');
    expect(answered.data).toEqual({ a: { rows: [{ lines_tiny: 60_175 }] } });
  });

  test('an engine that comes later is noticed, and what could not be asked at the start is made up for', async () => {
    await setUpIn(
      'hive',
      'CREATE SCHEMA IF NOT EXISTS start_test',
      'DROP TABLE IF EXISTS start_test.visits',
      'DROP TABLE IF EXISTS start_test.calendar',
      "CREATE TABLE start_test.visits AS SELECT BIGINT '1' AS visit_id, DATE '2024-02-29' AS visited_on",
      `CREATE TABLE start_test.calendar AS SELECT day, quarter(day) AS season
         FROM UNNEST(SEQUENCE(DATE '2024-01-01', DATE '2024-12-31')) AS t(day)`,
    );
    const { port, comes } = await laterProxy();
    const server = await start({ server: `http://127.0.0.1:${port}` }, { calendar: CALENDAR });
    const query =
      '{ query(input: {metrics: ["visits"], dimensions: [{as: "s", path: "metric_time", grain: season}]}) { rows } }';
    await said(server, /^The engine does not answer/);
    const [status, before] = await readinessOf(server);
    expect(status).toBe(503);
    expect((await server.ask(query)).errors?.[0]?.extensions.code).toBe('ENGINE_UNAVAILABLE');
    await comes();
    await said(server, /^The engine answers now\.$/);
    expect((await readinessOf(server))[0]).toBe(200);
    expect((await server.ask(query)).data).toEqual({ query: { rows: [{ s: 1, visits: 1 }] } });
    const [, after] = await readinessOf(server); // the units of the calendar's periods are known now
    expect(loadedAt(after) > loadedAt(before)).toBe(true);
  });
});

/** An address where nobody is, until the way to Trino opens. */
async function laterProxy() {
  const sockets = new Set<Socket>();
  const proxy = createServer((inner) => {
    const { hostname, port } = new URL(TRINO ?? '');
    const outer = connect(Number(port), hostname);
    for (const socket of [inner, outer]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
    }
    inner.pipe(outer).pipe(inner);
  });
  const listen = async (at: number) => {
    proxy.listen(at, '127.0.0.1');
    await once(proxy, 'listening');
    return (proxy.address() as { port: number }).port;
  };
  const port = await listen(0);
  await new Promise((resolve) => proxy.close(resolve));
  open.push({
    close: () => {
      for (const socket of sockets) socket.destroy();
      proxy.close();
    },
  });
  return { port, comes: () => listen(port) };
}
