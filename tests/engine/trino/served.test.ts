import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import { until } from '../../builders/until.js';
import { describeLab, SOON, setUpIn, TRINO } from './lab.js';
import { lines, openServed, type Served, type Settings } from './served.js';

/** A question about TPC-H of 1 TB takes an hour here; one of 6 million lines a few seconds. */
const METRICS = { hour: lines('sf1000'), seconds: lines('sf1'), moment: lines('tiny') };
const HOUR = '{ query(input: {metrics: ["comments_sf1000"]}) { rows } }';
const RUN =
  'proof { queryId run { queryId state splits { done of } rowsRead bytesRead peakMemoryBytes milliseconds { elapsed queued cpu } } }';

const open: Served[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

let count = 0;
/** A server whose queries Trino knows by a source of their own. */
async function start(more: Settings['more'] = {}): Promise<Served & { readonly source: string }> {
  count += 1;
  const source = `served-${process.pid}-${count}`;
  // The version of these tables stays unknown, and is another one every two looks: no test is to meet that moment.
  const server = await openServed({ metrics: METRICS, trino: { source, freshness_seconds: 3_600 }, more });
  open.push(server);
  return { ...server, source };
}

interface Known {
  readonly queryId: string;
  readonly state: string;
  readonly session: { readonly user: string; readonly source: string; readonly traceToken?: string };
}

/** The long queries of a server, as Trino itself lists them. */
async function queriesOf(source: string): Promise<readonly Known[]> {
  const listed = await fetch(`${TRINO}/v1/query`, { headers: { 'X-Trino-User': 'lab' } });
  const all = (await listed.json()) as readonly (Known & { readonly query: string })[];
  return all.filter(({ session, query }) => session.source === source && query.includes('COUNT'));
}

const known = (source: string) => until(async () => (await queriesOf(source))[0]);
const running = (source: string) =>
  until(async () => (await queriesOf(source)).find(({ state }) => state === 'RUNNING'));

/** Milliseconds until Trino says that a query has ended, and how. */
async function endOf(queryId: string): Promise<{ readonly took: number; readonly error: unknown }> {
  const began = performance.now();
  const text = `SELECT error_code FROM system.runtime.queries WHERE query_id = '${queryId}' AND state = 'FAILED'`;
  const [error] = await until(async () => (await setUpIn('hive', text))[0]);
  return { took: performance.now() - began, error };
}

const codeOf = ({ errors }: { readonly errors?: readonly { readonly extensions: { readonly code: string } }[] }) =>
  errors?.[0]?.extensions.code;

describeLab('a request on the engine', () => {
  test('is known there by the id of the request', async () => {
    const { ask, source } = await start();
    const query = (by: string) =>
      `{ query(input: {metrics: ["lines_tiny"], where: [{path: "linenumber", is: {gt: ${by}}}]}) { rows } }`;
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    await ask(query('1'), { headers: { 'x-request-id': 'job-7.a' } });
    await ask(query('2'), { headers: { traceparent: `00-${trace}-00f067aa0ba902b7-01` } });
    const { extensions } = await ask(query('3'), { headers: { traceparent: '00-xyz-1-01' } });
    const tokens = (await queriesOf(source)).map(({ session }) => session.traceToken);
    expect(new Set(tokens)).toEqual(new Set(['job-7.a', trace, extensions?.requestId]));
    expect(extensions?.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('says what its query took, and an answer from the cache that nothing ran', async () => {
    const { ask } = await start();
    const query = `{ query(input: {metrics: ["lines_tiny"]}) { rows ${RUN} } }`;
    const first = (await ask(query)).data?.query as { readonly proof: { readonly queryId: string } };
    expect(first).toMatchObject({
      rows: [{ lines_tiny: 60_175 }],
      proof: { run: { queryId: first.proof.queryId, state: 'FINISHED', rowsRead: 60_175 } },
    });
    expect(await ask(query)).toMatchObject({
      data: { query: { rows: [{ lines_tiny: 60_175 }], proof: { queryId: first.proof.queryId, run: null } } },
      extensions: { cache: [{ state: 'HIT' }] },
    });
  });

  test('that two ask at once is one query, whose progress both can follow until it ends', async () => {
    const { ask, get, source } = await start();
    const query = `{ query(input: {metrics: ["lines_sf1"]}) { rows ${RUN} } }`;
    const follow = async (id: string) => {
      const response = await get(`/progress/${id}`, { headers: { accept: 'text/event-stream' } });
      expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
      return (await response.text()).split('\n\n').flatMap((event) => {
        const [, name, data] = /^event: (\w+)\ndata: (.*)$/.exec(event) ?? [];
        return name === undefined ? [] : [{ name, data: JSON.parse(data ?? '') }];
      });
    };
    const followed = [follow('one'), follow('two')]; // before the requests come
    const one = ask(query, { headers: { 'x-request-id': 'one' } });
    const { queryId } = await running(source);
    const two = ask(query, { headers: { 'x-request-id': 'two' } });
    const [first, second] = [await one, await two];
    expect([first.extensions?.cache?.[0]?.state, second.extensions?.cache?.[0]?.state]).toEqual(['MISS', 'JOINED']);
    expect(second.data).toEqual(first.data);
    expect(first.data).toMatchObject({ query: { proof: { run: { queryId, rowsRead: 6_001_215 } } } });
    for (const [index, events] of (await Promise.all(followed)).entries()) {
      expect(events.at(-1)).toEqual({ name: 'end', data: {} });
      const seen = events.flatMap(({ name, data }) => (name === 'progress' ? data.queries : []));
      expect(seen.every((each) => each.queryId === queryId)).toBe(true);
      const rows = seen.map(({ rowsRead }) => rowsRead as number);
      expect(rows).toEqual([...rows].sort((a, b) => a - b));
      expect(seen.some(({ state, splits }) => state === 'RUNNING' && splits.of > 0)).toBe(true);
      expect(events[0]?.data.requestId).toBe(['one', 'two'][index]);
    }
    expect(await queriesOf(source)).toHaveLength(1);
    expect((await get('/progress/one')).status).toBe(404);
  });

  test('is ended there soon when its client has gone', async () => {
    const { ask, source } = await start();
    const client = new AbortController();
    const asked = ask(HOUR, { signal: client.signal }).catch((error: Error) => error.name);
    const { queryId } = await running(source);
    client.abort();
    expect(await asked).toBe('AbortError');
    const { took, error } = await endOf(queryId);
    expect(error).toBe('USER_CANCELED');
    expect(took).toBeLessThan(SOON);
  });

  test('goes on while another waits for the same rows, and ends with the last', async () => {
    const { ask, get, source } = await start();
    const [one, two] = [new AbortController(), new AbortController()];
    const asked = [
      ask(HOUR, { signal: one.signal, headers: { 'x-request-id': 'one' } }),
      ask(HOUR, { signal: two.signal, headers: { 'x-request-id': 'two' } }),
    ].map((each) => each.catch((error: Error) => error.name));
    const { queryId } = await running(source);
    await until(async () => (await get('/progress/two')).status === 200);
    one.abort();
    await until(async () => (await get('/progress/one')).status === 404);
    await sleep(1_000);
    expect((await running(source)).queryId).toBe(queryId);
    expect(await (await get('/progress/two')).json()).toMatchObject({
      requestId: 'two',
      queries: [{ queryId, state: 'RUNNING' }],
    });
    two.abort();
    const { took, error } = await endOf(queryId);
    expect([error, took < SOON]).toEqual(['USER_CANCELED', true]);
    expect(await Promise.all(asked)).toEqual(['AbortError', 'AbortError']);
  });

  test('that takes longer than requests may is ended here and there', async () => {
    const { ask, source } = await start({ limits: { seconds: 3 } });
    const answered = await ask(HOUR);
    const { queryId } = await known(source);
    expect(answered.errors?.[0]).toMatchObject({
      message: 'The request took longer than 3 seconds.',
      extensions: { code: 'QUERY_TIMEOUT' },
    });
    const { took, error } = await endOf(queryId);
    expect([error, took < SOON]).toEqual(['USER_CANCELED', true]);
  });

  test('carries the deadline to the engine, for when this server is no longer there to end it', async () => {
    const source = `deadline-${process.pid}`;
    const server = await openServed({ metrics: METRICS, trino: { source, deadline_seconds: 7 } });
    open.push(server);
    const client = new AbortController();
    const asked = server.ask(HOUR, { signal: client.signal }).catch(() => {});
    const { queryId } = await known(source);
    const info = await fetch(`${TRINO}/v1/query/${queryId}`, { headers: { 'X-Trino-User': 'lab' } });
    const { session } = (await info.json()) as { session: { systemProperties: Record<string, string> } };
    expect(session.systemProperties.query_max_run_time).toMatch(/^[1-7]s$/);
    client.abort();
    await asked;
  });

  test('of the engine that ran too long has a code and the id of its query', async () => {
    const server = await openServed({ metrics: METRICS, trino: { deadline_seconds: 4 } });
    open.push(server);
    await server.ask('{ query(input: {metrics: ["lines_tiny"]}) { rows } }'); // what a first query asks before it
    const answered = await server.ask(HOUR);
    expect(codeOf(answered)).toBe('QUERY_TIMEOUT');
    expect(answered.errors?.[0]?.message).toMatch(
      /^The query took longer than 4 seconds \(Trino query \d{8}_\d+_\w+\)\.$/,
    );
  });
});
