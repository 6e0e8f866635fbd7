import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openMemoryDuckdb } from '../../../src/engine/duckdb/duckdb-engine.js';
import type { Engine } from '../../../src/engine/engine.js';
import { codeOf, NEVER, rowOf, statement } from './statements.js';

const HEAVY = statement('SELECT count(*) FROM range(100000000000) t(i) WHERE i % 7 = 3', ['integer']);

let engine: Engine;
beforeAll(async () => {
  engine = await openMemoryDuckdb(
    async (run) => {
      await run('CREATE SCHEMA shop');
      await run('CREATE TABLE shop.orders (id BIGINT, note VARCHAR)');
      await run("CREATE TABLE shop.words AS SELECT 'a' AS text");
      await run('INSERT INTO shop.orders VALUES (CAST($1 AS BIGINT), $2), (2, NULL)', ['1', "it's"]);
    },
    { maxQueries: 2 },
  );
});
afterAll(() => engine.close());

describe('rows', () => {
  test('come by column, many chunks of them, in order', async () => {
    const rows = await engine.run(
      statement("SELECT i, 'n' || i FROM range(10000) t(i) ORDER BY i", ['integer', 'text']),
      NEVER,
    );
    expect(rows.rowCount).toBe(10_000);
    expect(rows.values.map((column) => column.length)).toEqual([10_000, 10_000]);
    expect([rows.values[0]?.[9_999], rows.values[1]?.[4_097]]).toEqual([9_999, 'n4097']);
  });

  test('of two parts of a statement that are alike but for their conditions are both there', async () => {
    const half = (is: string): string =>
      `SELECT o.id FROM shop.orders AS o LEFT JOIN shop.words AS t ON TRUE WHERE ${is}`;
    const differs = 'o.id > 0 AND substring(t.text FROM -4294967296) <> t.text';
    const both = `${half(`NOT (${differs})`)} UNION ALL ${half(`(${differs}) IS NULL`)}`;
    expect(await rowOf(engine, `SELECT count(*) FROM (${both})`, ['integer'])).toEqual([2]);
  });

  test('no rows leave the columns', async () => {
    const rows = await engine.run(statement('SELECT id FROM shop.orders WHERE id > 5', ['bigint']), NEVER);
    expect(rows).toEqual({ columns: [{ name: 'a', type: 'bigint' }], values: [[]], rowCount: 0 });
  });

  test('the event loop goes on while many rows are read', async () => {
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    await engine.run(statement('SELECT i, i::VARCHAR FROM range(300000) t(i)', ['bigint', 'text']), NEVER);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(10);
  });

  test('twenty questions at once, two at a time, all get their own answer', async () => {
    const asked = Array.from({ length: 20 }, (_, index) => index);
    const answers = await Promise.all(
      asked.map((index) => rowOf(engine, `SELECT sum(i + ${index}) FROM range(200000) t(i)`, ['bigint'])),
    );
    expect(answers).toEqual(asked.map((index) => [String(19999900000 + index * 200000)]));
  });
});

describe('cancelling', () => {
  test('a heavy query ends soon and leaves its connection usable', async () => {
    for (const _ of [1, 2, 3]) {
      const controller = new AbortController();
      const running = codeOf(engine.run(HEAVY, controller.signal));
      await new Promise((resolve) => setTimeout(resolve, 100));
      const started = performance.now();
      controller.abort();
      expect(await running).toBe('CANCELLED');
      expect(await rowOf(engine, 'SELECT 1', ['integer'])).toEqual([1]);
      expect(performance.now() - started).toBeLessThan(2_000);
    }
    // Both connections are free again: two at once do not wait for a third.
    expect(await Promise.all([1, 2].map((n) => rowOf(engine, `SELECT ${n}`, ['integer'])))).toEqual([[1], [2]]);
  });

  test('at the very moment of the call, before the query has begun', async () => {
    const controller = new AbortController();
    const running = codeOf(engine.run(HEAVY, controller.signal));
    controller.abort();
    expect(await running).toBe('CANCELLED');
    expect(await codeOf(engine.run(HEAVY, AbortSignal.abort()))).toBe('CANCELLED');
    expect(await rowOf(engine, 'SELECT 1', ['integer'])).toEqual([1]);
  });

  test('in the line: the one who waits leaves, those who run go on', async () => {
    const [first, second, waiting] = [new AbortController(), new AbortController(), new AbortController()];
    const running = [first, second].map((controller) => codeOf(engine.run(HEAVY, controller.signal)));
    const inLine = codeOf(engine.run(statement('SELECT 1', ['integer']), waiting.signal));
    const behind = rowOf(engine, 'SELECT 2', ['integer']);
    waiting.abort();
    expect(await inLine).toBe('CANCELLED');
    first.abort();
    expect(await behind).toEqual([2]);
    second.abort();
    expect(await Promise.all(running)).toEqual(['CANCELLED', 'CANCELLED']);
  });

  test('between two chunks of a long answer', async () => {
    const controller = new AbortController();
    const running = codeOf(
      engine.run(statement('SELECT i FROM range(100000000) t(i)', ['integer']), controller.signal),
    );
    setTimeout(() => controller.abort(), 50);
    expect(await running).toBe('CANCELLED');
    expect(await rowOf(engine, 'SELECT 1', ['integer'])).toEqual([1]);
  });
});

describe('failures', () => {
  test.each([
    { name: 'no such table', sql: 'SELECT * FROM shop.nothing', code: 'TABLE_NOT_FOUND' },
    { name: 'no such schema', sql: 'SELECT * FROM "nowhere"."orders"', code: 'TABLE_NOT_FOUND' },
    { name: 'no such column', sql: 'SELECT nothing FROM shop.orders', code: 'COLUMN_NOT_FOUND' },
    { name: 'no such column of a relation', sql: 'SELECT o.nothing FROM shop.orders AS o', code: 'COLUMN_NOT_FOUND' },
    {
      name: 'a number beyond bigint',
      sql: 'SELECT 9223372036854775807::BIGINT + i FROM range(1, 3) t(i)',
      code: 'NUMBER_OUT_OF_RANGE',
    },
    { name: 'a cast beyond its type', sql: "SELECT '1e30'::DOUBLE::BIGINT", code: 'NUMBER_OUT_OF_RANGE' },
    { name: 'a text that is no number', sql: 'SELECT note::INTEGER FROM shop.orders', code: 'VALUE_NOT_CONVERTIBLE' },
    { name: 'a text that is no date', sql: "SELECT 'abc'::DATE", code: 'VALUE_NOT_CONVERTIBLE' },
    { name: 'text that is not SQL', sql: 'SELEC 1', code: 'ENGINE_FAILED' },
    { name: 'two statements', sql: 'SELECT 1; SELECT 2', code: 'ENGINE_FAILED' },
    { name: 'other columns than said', sql: 'SELECT 1, 2', code: 'ENGINE_FAILED' },
  ])('$name: $code', async ({ sql, code }) => {
    expect(await codeOf(engine.run(statement(sql, ['text']), NEVER))).toBe(code);
    expect(await rowOf(engine, 'SELECT 1', ['integer'])).toEqual([1]);
  });

  test('keep the engine’s text for the log alone', async () => {
    const error = await engine
      .run(statement('SELECT * FROM shop.nothing', ['text']), NEVER)
      .catch((reason: unknown) => reason);
    expect(String((error as Error).cause)).toContain('Catalog Error');
    expect(JSON.stringify(error)).not.toContain('Catalog Error');
    expect((error as Error).message).toBe('The engine has no table "nothing".');
  });
});

describe('closing', () => {
  test('ends what runs, sends the line home and answers no more', async () => {
    const closing = await openMemoryDuckdb(async () => {}, { maxQueries: 1 });
    const running = codeOf(closing.run(HEAVY, NEVER));
    const waiting = codeOf(closing.run(HEAVY, NEVER));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await closing.close();
    expect(await Promise.all([running, waiting])).toEqual(['CANCELLED', 'CANCELLED']);
    expect(await codeOf(closing.run(HEAVY, NEVER))).toBe('CANCELLED');
  });

  test('two engines in memory never share a version', async () => {
    const other = await openMemoryDuckdb(async () => {});
    expect(other.versionsOf(['t'])).toEqual(other.versionsOf(['t']));
    expect(other.versionsOf(['t'])).not.toEqual(engine.versionsOf(['t']));
    await other.close();
  });
});
