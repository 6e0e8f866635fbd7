import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Engine, RunStatistics } from '../../../src/engine/engine.js';
import { ProblemError } from '../../../src/problems/problem.js';
import { until } from '../../builders/until.js';
import { codeOf, NEVER, rowOf, statement } from '../duckdb/statements.js';
import { describeLab, openLab, profile, SOON, setUp } from './lab.js';

/** Takes minutes. */
const ENDLESS = `SELECT COUNT(*) FROM tpch.sf1000.lineitem AS a JOIN tpch.sf1000.lineitem AS b ON a.comment = b.comment`;

describeLab('a real Trino', () => {
  let engine: Engine;
  beforeAll(async () => {
    await setUp();
    engine = await openLab();
  });
  afterAll(() => engine.close());

  test('gives rows in order, and what they took', async () => {
    const seen: RunStatistics[] = [];
    const rows = await engine.run(
      statement('SELECT orderkey, totalprice FROM tpch.tiny.orders ORDER BY orderkey', ['bigint', 'double']),
      NEVER,
      { onProgress: (progress) => seen.push(progress) },
    );
    expect(rows.rowCount).toBe(15_000);
    expect(rows.values.map((column) => column.length)).toEqual([15_000, 15_000]);
    expect([rows.values[0]?.[0], rows.values[0]?.at(-1), rows.values[1]?.[0]]).toEqual(['1', '60000', 172799.49]);
    expect(rows.statistics).toMatchObject({ state: 'FINISHED', rowsRead: 15_000 });
    expect(seen.at(-1)).toEqual(rows.statistics);
  });

  test('a caller who leaves ends the query on the engine soon', async () => {
    const caller = new AbortController();
    let id = '';
    const running = codeOf(
      engine.run(statement(ENDLESS, ['integer']), caller.signal, {
        onProgress: ({ queryId, state }) => {
          if (state === 'RUNNING') id = queryId;
        },
      }),
    );
    await until(() => id !== '');
    caller.abort();
    expect(await running).toBe('CANCELLED');
    const left = performance.now();
    const text = `SELECT error_code FROM system.runtime.queries WHERE query_id = '${id}' AND state = 'FAILED'`;
    const code = await until(async () => (await engine.run(statement(text, ['text']), NEVER)).values[0]?.[0]);
    expect(code).toBe('USER_CANCELED');
    expect(performance.now() - left).toBeLessThan(SOON);
  });

  test('a query over its deadline is ended, here and there', async () => {
    const hasty = await openLab({ deadlineSeconds: 2, source: 'hasty' });
    try {
      const began = performance.now();
      expect(await codeOf(hasty.run(statement(ENDLESS, ['integer']), NEVER))).toBe('QUERY_TIMEOUT');
      expect(performance.now() - began).toBeLessThan(SOON);
    } finally {
      await hasty.close();
    }
    const text = `SELECT COUNT(*) FROM system.runtime.queries WHERE source = 'hasty' AND state NOT IN ('FAILED', 'FINISHED')`;
    await until(async () => (await rowOf(engine, text, ['integer']))[0] === 0);
  });

  test('a statement of very many stages runs under a higher limit, unless the profile has its own', async () => {
    const arm = 'SELECT COUNT(*) AS a FROM tpch.tiny.nation GROUP BY regionkey';
    const armsOf = (length: number) => Array.from({ length }, () => arm).join(' UNION ALL ');
    const wide = (length: number) => statement(`SELECT SUM(a) FROM (${armsOf(length)})`, ['integer']);
    expect((await engine.run(wide(76), NEVER)).values).toEqual([[76 * 25]]);
    const own = await openLab({ sessionProperties: { query_max_stage_count: '10' } });
    expect((await own.run(wide(2), NEVER)).values).toEqual([[2 * 25]]);
    expect(await codeOf(own.run(wide(6), NEVER))).toBe('QUERY_LIMIT_EXCEEDED');
    await own.close();
  });

  test('a limit of the engine has a code', async () => {
    const small = await openLab({ sessionProperties: { query_max_cpu_time: '100ms' } });
    expect(await codeOf(small.run(statement(ENDLESS, ['integer']), NEVER))).toBe('QUERY_LIMIT_EXCEEDED');
    await small.close();
    const tight = await openLab({ sessionProperties: { query_max_memory: '1MB' } });
    const heavy = statement('SELECT COUNT(*) FROM (SELECT comment, COUNT(*) FROM tpch.sf1.orders GROUP BY comment)', [
      'integer',
    ]);
    expect(await codeOf(tight.run(heavy, NEVER))).toBe('ENGINE_OUT_OF_MEMORY');
    await tight.close();
  });

  test.each([
    {
      name: 'text that is no SQL',
      sql: 'SELECT FROM WHERE',
      code: 'ENGINE_FAILED',
      says: /could not run the query \(Trino query \d{8}_/,
    },
    {
      name: 'a missing table',
      sql: 'SELECT 1 FROM nowhere',
      code: 'TABLE_NOT_FOUND',
      says: /"hive\.engine_test\.nowhere"/,
    },
    { name: 'a missing schema', sql: 'SELECT 1 FROM nowhere.plays', code: 'TABLE_NOT_FOUND', says: /"nowhere"/ },
    { name: 'a missing column', sql: 'SELECT wrong FROM tpch.tiny.orders', code: 'COLUMN_NOT_FOUND', says: /"wrong"/ },
    {
      name: 'a number too large',
      sql: 'SELECT x * x FROM (VALUES 9223372036854775807) AS t(x)',
      code: 'NUMBER_OUT_OF_RANGE',
      says: /./,
    },
    {
      name: 'a text that is no number',
      sql: "SELECT CAST(x AS BIGINT) FROM (VALUES 'secret') AS t(x)",
      code: 'VALUE_NOT_CONVERTIBLE',
      says: /^((?!secret).)*$/,
    },
  ])('$name has a code', async ({ sql, code, says }) => {
    const error: unknown = await engine.run(statement(sql, ['integer']), NEVER).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ProblemError);
    expect((error as ProblemError).problems[0]).toMatchObject({ code, message: expect.stringMatching(says) });
  });

  test('twenty queries at once keep their own rows', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        rowOf(engine, `SELECT SUM(orderkey) + ${index} FROM tpch.tiny.orders`, ['bigint']),
      ),
    );
    expect(answers.map(([sum]) => Number(sum))).toEqual(Array.from({ length: 20 }, (_, index) => 449872500 + index));
  });

  test('the session of one engine is not that of another', async () => {
    const other = await openLab({ sessionProperties: { query_priority: '7' }, schema: 'information_schema' });
    const read = (of: Engine) => rowOf(of, 'SELECT current_schema', ['text']);
    expect(await Promise.all([read(engine), read(other), read(engine)])).toEqual([
      ['engine_test'],
      ['information_schema'],
      ['engine_test'],
    ]);
    await other.close();
  });

  test('a Hive table keeps its microseconds', async () => {
    await setUp(
      'DROP TABLE IF EXISTS micros',
      "CREATE TABLE micros AS SELECT TIMESTAMP '2024-01-31 23:59:59.123456' AS at",
    );
    expect(await rowOf(engine, 'SELECT at FROM micros', ['timestamp'])).toEqual(['2024-01-31T23:59:59.123456']);
  });

  test('a table that is dropped, a column that is renamed', async () => {
    await setUp('DROP TABLE IF EXISTS brief', 'CREATE TABLE brief AS SELECT 1 AS x');
    expect(await rowOf(engine, 'SELECT x FROM brief', ['integer'])).toEqual([1]);
    await setUp('DROP TABLE brief', 'CREATE TABLE brief AS SELECT 1 AS y');
    expect(await codeOf(rowOf(engine, 'SELECT x FROM brief', ['integer']))).toBe('COLUMN_NOT_FOUND');
    await setUp('DROP TABLE brief');
    expect(await codeOf(rowOf(engine, 'SELECT y FROM brief', ['integer']))).toBe('TABLE_NOT_FOUND');
  });
});

describeLab('readiness', () => {
  test.each([
    { name: 'all well', own: {}, state: 'ok', says: undefined },
    {
      name: 'a wrong catalog',
      own: { catalog: 'hve' },
      state: 'misconfigured',
      says: /^engine\.trino\.catalog: the engine has no catalog "hve"/,
    },
    {
      name: 'a wrong schema',
      own: { schema: 'nowhere' },
      state: 'misconfigured',
      says: /^engine\.trino\.schema: .*"nowhere"/,
    },
    {
      name: 'nobody there',
      own: { server: 'http://127.0.0.1:1' },
      state: 'unavailable',
      says: /^The engine does not answer \(ECONNREFUSED\)/,
    },
    {
      name: 'no such host',
      own: { server: 'http://trino.invalid:1' },
      state: 'unavailable',
      says: /^engine\.trino\.server/,
    },
    {
      name: 'a wrong session property',
      own: { sessionProperties: { no_such: '1' } },
      state: 'misconfigured',
      says: /^engine\.trino\.session/,
    },
  ])('$name', async ({ own, state, says }) => {
    await setUp();
    const engine = await openLab(own);
    const readiness = await engine.readiness?.();
    expect(readiness?.state).toBe(state);
    if (says) expect(readiness?.problems[0]?.message).toMatch(says);
    else expect(readiness).toEqual({ state: 'ok', version: expect.stringMatching(/^\d{3}/), problems: [] });
    await engine.close();
  });
});

describeLab('versions of tables', () => {
  const opened: Engine[] = [];
  afterAll(() => Promise.all(opened.map((engine) => engine.close())));

  async function follow(table: string) {
    const engine = await openLab({ freshnessSeconds: 2 });
    opened.push(engine);
    const seen = () => engine.versionsOf([table])[0];
    /** What is known of the table, once that is another version than the one given. */
    const after = (old: string) =>
      until(() => {
        const now = seen();
        return now !== undefined && now.version !== old && !now.version.startsWith('unknown') && now;
      });
    return { version: () => seen()?.version ?? '', after };
  }

  test('a new partition, a new file and a dropped partition each make a version', async () => {
    await setUp(
      'DROP TABLE IF EXISTS days',
      "CREATE TABLE days WITH (partitioned_by = ARRAY['ds']) AS SELECT 1 AS x, CAST('2024-01-01' AS VARCHAR) AS ds",
    );
    const { version, after } = await follow('days');
    expect(version()).toMatch(/^unknown-/);
    const { version: first, modifiedAt } = await after('');
    expect(modifiedAt).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    await sleep(5_000); // some looks later
    expect((await after('')).version).toBe(first);
    await setUp("INSERT INTO days VALUES (2, '2024-01-02')");
    const { version: second } = await after(first);
    await setUp("INSERT INTO days VALUES (3, '2024-01-01')");
    const { version: third } = await after(second);
    await setUp("DELETE FROM days WHERE ds = '2024-01-02'");
    const { version: fourth } = await after(third);
    expect(new Set([first, second, third, fourth]).size).toBe(4);
  });

  test('a table without partitions changes with its files', async () => {
    await setUp('DROP TABLE IF EXISTS flat', 'CREATE TABLE flat AS SELECT 1 AS x');
    const { after } = await follow(`${profile().schema}.flat`);
    const { version: first } = await after('');
    await setUp('INSERT INTO flat VALUES 2');
    expect((await after(first)).version).not.toBe(first);
  });

  test('a view and a missing table stay unknown, and are asked anew after a while', async () => {
    await setUp('CREATE OR REPLACE VIEW seen AS SELECT 1 AS x');
    const { version } = await follow('seen');
    const first = version();
    expect(await until(() => version() !== first && version())).toMatch(/^unknown-/);
  });
});
