import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Engine } from '../../../src/engine/engine.js';
import type { TrinoProfile } from '../../../src/engine/trino/profile.js';
import { openTrino } from '../../../src/engine/trino/trino-engine.js';
import { ProblemError } from '../../../src/problems/problem.js';
import { until } from '../../builders/until.js';
import { NEVER, statement } from '../duckdb/statements.js';
import { profile } from './lab.js';
import { FIRST, ID, noSession, page, SECOND, type Stub, type StubAnswer, startStub } from './stub-coordinator.js';

const open: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function start(
  answer: Parameters<typeof startStub>[0],
  own: Partial<TrinoProfile> = {},
): Promise<{ engine: Engine; stub: Stub }> {
  const stub = await startStub(noSession(answer));
  const engine = await openTrino(profile({ server: stub.url, ...own }));
  open.push(engine, stub);
  return { engine, stub };
}

const select = (engine: Engine, signal = NEVER) => engine.run(statement('SELECT a', ['bigint']), signal);
const valuesOf = async (work: ReturnType<typeof select>) => (await work).values[0];

async function failureOf(work: Promise<unknown>): Promise<ProblemError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ProblemError)) throw new Error('expected a ProblemError', { cause: error });
  return error;
}
const codeOf = async (work: Promise<unknown>) => (await failureOf(work)).problems[0]?.code;

/** One answer for each request, the last for all that follow. */
const inOrder =
  (...answers: readonly StubAnswer[]) =>
  (_request: unknown, count: number): StubAnswer =>
    answers[Math.min(count, answers.length) - 1] ?? {};

const error = (errorName: string, message = 'Oops') => ({
  error: { errorName, message, errorType: 'X', errorCode: 1 },
});

describe('what trino-client gets wrong', () => {
  test('rows of the first answer are kept', async () => {
    const { engine } = await start(inOrder({ body: page(FIRST, [[1]]) }, { body: page(undefined, [[2]]) }));
    expect(await valuesOf(select(engine))).toEqual(['1', '2']);
  });

  test('all rows in the first and only answer are kept', async () => {
    const { engine } = await start(inOrder({ body: page(undefined, [[1], [2]]) }));
    expect(await valuesOf(select(engine))).toEqual(['1', '2']);
  });

  test('an error in the first answer is told', async () => {
    const { engine } = await start(
      inOrder({ body: page(undefined, undefined, error('SYNTAX_ERROR', "mismatched input 'FRM'")) }),
    );
    expect(await codeOf(select(engine))).toBe('ENGINE_FAILED');
  });

  test('an error beside rows leaves no rows', async () => {
    const { engine } = await start(inOrder({ body: page(undefined, [[1]], error('EXCEEDED_CPU_LIMIT')) }));
    expect(await codeOf(select(engine))).toBe('QUERY_LIMIT_EXCEEDED');
  });

  test.each(['9223372036854775807', '-9223372036854775808', '9007199254740993', '1000000000000000'])(
    '%s loses no digit',
    async (digits) => {
      const text = JSON.stringify(page(undefined, [['@']])).replace('"@"', digits);
      const { engine } = await start(inOrder({ body: text }));
      expect(await valuesOf(select(engine))).toEqual([digits]);
    },
  );

  test('session values with a comma stay one value', async () => {
    const { engine, stub } = await start(inOrder({ body: page(undefined, [[1]]) }), {
      sessionProperties: { query_priority: '8m,x=1' },
    });
    await select(engine);
    expect(stub.seen.at(-1)?.headers['x-trino-session']).toBe('query_max_run_time=300s,query_priority=8m%2Cx%3D1');
  });

  test('what one query sets does not reach the next', async () => {
    const { engine, stub } = await start((_request, count) =>
      count === 1
        ? { headers: { 'X-Trino-Set-Schema': 'other', 'X-Trino-Set-Session': 'a=b' }, body: page(undefined, [[1]]) }
        : { body: page(undefined, [[2]]) },
    );
    await select(engine);
    await select(engine);
    const { headers } = stub.seen.at(-1) as Stub['seen'][number];
    expect(headers['x-trino-schema']).toBe(profile().schema);
    expect(headers['x-trino-session']).toBe('query_max_run_time=300s');
  });

  test('connections stay open between polls', async () => {
    const { engine, stub } = await start((_request, count) =>
      count < 4 ? { body: page(SECOND) } : { body: page(undefined, [[1]]) },
    );
    await select(engine);
    expect(stub.seen.length).toBe(5);
    expect(new Set(stub.seen.map(({ port }) => port)).size).toBe(1);
  });
});

describe('answers that are none', () => {
  test.each([502, 503, 504, 429])('after HTTP %d it asks again', async (status) => {
    const { engine, stub } = await start(
      inOrder({ status }, { body: page(FIRST) }, { status }, { body: page(undefined, [[7]]) }),
    );
    expect(await valuesOf(select(engine))).toEqual(['7']);
    expect(stub.seen.filter(({ method, body }) => method === 'POST' && body === 'SELECT a')).toHaveLength(2);
  });

  test.each<{ name: string; answer: StubAnswer }>([
    { name: 'an empty body with status 200', answer: { body: '' } },
    { name: 'half a page', answer: { body: '{"id":"x","stats":{},"data":[[1],[' } },
    { name: 'a connection that is cut', answer: { cut: 'before' } },
    { name: 'a connection that is cut within a page', answer: { body: page(undefined, [[1], [2]]), cut: 'within' } },
  ])('after $name in mid-query the same page is asked again', async ({ answer }) => {
    const { engine, stub } = await start(
      inOrder({ body: page(FIRST) }, { body: page(SECOND, [[1]]) }, answer, { body: page(undefined, [[2]]) }),
    );
    expect(await valuesOf(select(engine))).toEqual(['1', '2']);
    expect(stub.seen.filter(({ path }) => path.startsWith(SECOND))).toHaveLength(2);
  });

  test('a query that the coordinator lost is run once more, from its first row', async () => {
    const { engine, stub } = await start(
      inOrder(
        { body: page(FIRST) },
        { body: page(SECOND, [[1]]) },
        { status: 404 },
        { body: page(FIRST) },
        { body: page(undefined, [[1], [2]]) },
      ),
    );
    expect(await valuesOf(select(engine))).toEqual(['1', '2']);
    expect(stub.seen.filter(({ body }) => body === 'SELECT a')).toHaveLength(2);
  });

  test('a query that is lost twice is given up', async () => {
    const { engine, stub } = await start((request) =>
      request.method === 'POST' ? { body: page(FIRST) } : { status: 404 },
    );
    expect(await codeOf(select(engine))).toBe('ENGINE_UNAVAILABLE');
    expect(stub.seen.filter(({ body }) => body === 'SELECT a')).toHaveLength(2);
  });

  test.each(['REMOTE_TASK_ERROR', 'TOO_MANY_REQUESTS_FAILED', 'PAGE_TRANSPORT_TIMEOUT'])(
    '%s is worth one more run',
    async (name) => {
      const { engine } = await start(
        inOrder({ body: page(undefined, undefined, error(name)) }, { body: page(undefined, [[1]]) }),
      );
      expect(await valuesOf(select(engine))).toEqual(['1']);
    },
  );

  test.each<{ name: string; answer: StubAnswer; code: string; says: RegExp }>([
    {
      name: 'a web page',
      answer: { body: '<html>hello</html>' },
      code: 'INVALID_CONFIGURATION',
      says: /engine\.trino\.server/,
    },
    { name: 'HTTP 404', answer: { status: 404 }, code: 'INVALID_CONFIGURATION', says: /engine\.trino\.server/ },
    { name: 'HTTP 401', answer: { status: 401 }, code: 'ENGINE_AUTH_FAILED', says: /login/ },
    { name: 'HTTP 403', answer: { status: 403 }, code: 'ENGINE_AUTH_FAILED', says: /user/ },
    {
      name: 'HTTP 500',
      answer: { status: 500, body: 'secret stack' },
      code: 'ENGINE_FAILED',
      says: /^The engine answers HTTP 500\.$/,
    },
    {
      name: 'a redirect',
      answer: { status: 307, headers: { Location: 'https://elsewhere:1/v1/statement' } },
      code: 'INVALID_CONFIGURATION',
      says: /https:\/\/elsewhere:1 /,
    },
    {
      name: 'other columns',
      answer: {
        body: page(undefined, [[1]], {
          columns: [
            { name: 'a', type: 'bigint' },
            { name: 'b', type: 'bigint' },
          ],
        }),
      },
      code: 'ENGINE_FAILED',
      says: /other columns/,
    },
    {
      name: 'rows that are too short',
      answer: { body: page(undefined, [[]]) },
      code: 'ENGINE_FAILED',
      says: /other columns/,
    },
    { name: 'no columns at all', answer: { body: page(undefined) }, code: 'ENGINE_FAILED', says: /other columns/ },
  ])('$name is a failure', async ({ answer, code, says }) => {
    const { engine, stub } = await start(inOrder(answer));
    const failure = await failureOf(select(engine));
    expect(failure.problems[0]?.code).toBe(code);
    expect(failure.message).toMatch(says);
    expect(stub.seen.filter(({ body }) => body === 'SELECT a')).toHaveLength(1);
  });

  test('nobody there is told within the patience', async () => {
    const engine = await openTrino(profile({ server: 'http://127.0.0.1:1' }));
    open.push(engine);
    const began = performance.now();
    expect(await codeOf(select(engine))).toBe('ENGINE_UNAVAILABLE');
    expect(performance.now() - began).toBeLessThan(60_000);
  });
});

describe('codes of queries', () => {
  test.each([
    [
      'TABLE_NOT_FOUND',
      "line 1:15: Table 'hive.default.plays' does not exist",
      'TABLE_NOT_FOUND',
      'hive.default.plays',
    ],
    ['COLUMN_NOT_FOUND', "line 1:8: Column 'minutes' cannot be resolved", 'COLUMN_NOT_FOUND', '"minutes"'],
    ['CATALOG_NOT_FOUND', "Catalog 'hve' not found", 'INVALID_CONFIGURATION', 'engine.trino.catalog'],
    ['QUERY_QUEUE_FULL', 'Too many queued queries', 'ENGINE_BUSY', ID],
    ['EXCEEDED_TIME_LIMIT', 'Query exceeded the maximum run time limit of 1.00s', 'QUERY_TIMEOUT', ID],
    ['CLUSTER_OUT_OF_MEMORY', 'Query killed', 'ENGINE_OUT_OF_MEMORY', ID],
    ['PERMISSION_DENIED', 'Access Denied: Cannot select from table x', 'ENGINE_ACCESS_DENIED', ID],
    ['NUMERIC_VALUE_OUT_OF_RANGE', 'bigint addition overflow: 1 + 2', 'NUMBER_OUT_OF_RANGE', ID],
    ['INVALID_CAST_ARGUMENT', "Cannot cast 'secret' to INT", 'VALUE_NOT_CONVERTIBLE', ID],
    ['HIVE_METASTORE_ERROR', 'Failed connecting to Hive metastore: [host:9083]', 'ENGINE_UNAVAILABLE', ID],
    ['A_NAME_OF_THE_FUTURE', 'secret text', 'ENGINE_FAILED', ID],
  ])('%s', async (name, message, code, says) => {
    const { engine } = await start(inOrder({ body: page(undefined, undefined, error(name, message)) }));
    const failure = await failureOf(select(engine));
    expect(failure.problems[0]?.code).toBe(code);
    expect(failure.message).toContain(says);
    expect(failure.message).not.toMatch(/secret|9083|overflow/);
    expect(String((failure.cause as Error).message)).toContain(message); // for the log
  });
});

describe('the end of a query', () => {
  test('a caller who leaves ends it on the engine, by the address that the query has last', async () => {
    const { engine, stub } = await start((request) =>
      request.method === 'DELETE'
        ? { status: 204 }
        : request.method === 'POST'
          ? { body: page(FIRST) }
          : new Promise(() => {}),
    );
    const caller = new AbortController();
    const running = codeOf(select(engine, caller.signal));
    await until(() => stub.seen.some(({ path }) => path === FIRST));
    caller.abort();
    expect(await running).toBe('CANCELLED'); // the poll has no answer yet
    await engine.close();
    expect(stub.seen.filter(({ method }) => method === 'DELETE').map(({ path }) => path)).toEqual([FIRST]);
  });

  test('its deadline ends it, here and on the engine', async () => {
    const { engine, stub } = await start(
      async (request) => {
        if (request.method === 'GET') await sleep(100);
        return request.method === 'DELETE' ? { status: 204 } : { body: page(FIRST) };
      },
      { deadlineSeconds: 2 },
    );
    const failure = await failureOf(select(engine));
    expect(failure.problems[0]?.code).toBe('QUERY_TIMEOUT');
    expect(failure.message).toContain(ID);
    await engine.close();
    expect(stub.seen.some(({ method }) => method === 'DELETE')).toBe(true);
    expect(stub.seen.find(({ body }) => body === 'SELECT a')?.headers['x-trino-session']).toMatch(
      /^query_max_run_time=[12]s$/,
    );
  });

  test('who waits in line can leave it', async () => {
    const { engine } = await start(() => ({ body: page(FIRST) }), { maxConcurrent: 1 });
    const [first, second] = [new AbortController(), new AbortController()];
    const running = codeOf(select(engine, first.signal));
    const waiting = codeOf(select(engine, second.signal));
    second.abort();
    expect(await waiting).toBe('CANCELLED');
    first.abort();
    expect(await running).toBe('CANCELLED');
  });

  test('statements that are no queries do not leave the house', async () => {
    const { engine, stub } = await start(inOrder({ body: page(undefined, [[1]]) }));
    expect(await codeOf(engine.run(statement('DROP TABLE x', ['bigint']), NEVER))).toBe('ENGINE_FAILED');
    expect(stub.seen).toEqual([]);
  });
});

describe('what is sent', () => {
  test('names the program, the tags, the request and the user', async () => {
    const { engine, stub } = await start(inOrder({ body: page(undefined, [[1]]) }), {
      clientTags: ['metrics', 'ci'],
      impersonate: true,
      roles: { hive: 'analyst' },
    });
    const progress: string[] = [];
    await engine.run(statement('SELECT a', ['bigint']), NEVER, {
      user: 'ada',
      traceToken: 'request 1',
      onProgress: ({ state, queryId }) => progress.push(`${state} ${queryId}`),
    });
    expect(stub.seen.at(-1)?.headers).toMatchObject({
      'x-trino-user': 'ada',
      'x-trino-source': 'grainline',
      'x-trino-client-tags': 'metrics,ci',
      'x-trino-trace-token': 'request%201',
      'x-trino-role': 'hive=ROLE%7Banalyst%7D',
      'x-trino-time-zone': 'UTC',
      'x-trino-client-capabilities': 'PARAMETRIC_DATETIME',
    });
    expect(progress).toEqual([`FINISHED ${ID}`]);
  });

  test('a viewer is not passed on where nobody said so', async () => {
    const { engine, stub } = await start(inOrder({ body: page(undefined, [[1]]) }));
    await engine.run(statement('SELECT a', ['bigint']), NEVER, { user: 'ada' });
    expect(stub.seen.at(-1)?.headers['x-trino-user']).toBe('lab');
  });
});

describe('readiness', () => {
  test.each<{ name: string; info: StubAnswer; state: string; says: string }>([
    {
      name: 'a Trino too old',
      info: { body: { nodeVersion: { version: '359' }, starting: false } },
      state: 'misconfigured',
      says: 'engine.trino.server: Trino 359 is too old.',
    },
    {
      name: 'a Trino that starts',
      info: { body: { nodeVersion: { version: '483' }, starting: true } },
      state: 'unavailable',
      says: 'The engine is starting.',
    },
    { name: 'something else', info: { body: '<html>' }, state: 'misconfigured', says: 'is no Trino' },
    { name: 'a gateway without its server', info: { status: 502 }, state: 'unavailable', says: 'HTTP 502' },
  ])('$name', async ({ info, state, says }) => {
    const { engine } = await start(({ path }) => (path === '/v1/info' ? info : { status: 500 }));
    const readiness = await engine.readiness?.();
    expect(readiness?.state).toBe(state);
    expect(readiness?.problems[0]?.message).toContain(says);
  });
});
