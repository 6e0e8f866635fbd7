import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openMemoryDuckdb } from '../../../src/engine/duckdb/duckdb-engine.js';
import type { Engine, Rows } from '../../../src/engine/engine.js';
import { codeOf, NEVER, rowOf, statement } from './statements.js';

let engine: Engine;
beforeAll(async () => {
  engine = await openMemoryDuckdb(async () => {}, { maxQueries: 1 });
});
afterAll(() => engine.close());

const MANY = statement("SELECT i, 'n' || i FROM range(100000) t(i)", ['bigint', 'text']);
const ENDLESS = statement('SELECT i FROM range(100000000000) t(i)', ['bigint']);

test('rows come in parts, in order, each after the one before was taken', async () => {
  let [rows, taking] = [0, 0];
  await engine.stream(
    MANY,
    async ({ values, rowCount, columns }) => {
      taking += 1;
      expect(taking).toBe(1);
      expect(columns).toBe(MANY.columns);
      expect([values[0]?.[0], values[1]?.[rowCount - 1]]).toEqual([`${rows}`, `n${rows + rowCount - 1}`]);
      rows += rowCount;
      if (rows < 10_000) await sleep(1);
      taking -= 1;
    },
    NEVER,
  );
  expect(rows).toBe(100_000);
});

test('a reader that stops reading keeps nobody else waiting, and ends with its signal', async () => {
  const ending = new AbortController();
  let parts = 0;
  const stuck = codeOf(
    engine.stream(
      ENDLESS,
      () => {
        parts += 1;
        return new Promise((_, reject) => ending.signal.addEventListener('abort', () => reject(new Error('gone'))));
      },
      ending.signal,
    ),
  );
  expect(await rowOf(engine, 'SELECT 1', ['integer'])).toEqual([1]);
  ending.abort();
  expect(await stuck).toBe('CANCELLED');
  expect(parts).toBeLessThanOrEqual(1);
});

test('what a reader throws ends the query, and the next stream finds its place', async () => {
  for (let time = 0; time < 10; time++)
    await expect(
      engine.stream(
        ENDLESS,
        () => {
          throw new RangeError('enough');
        },
        NEVER,
      ),
    ).rejects.toThrow();
  const parts: Rows[] = [];
  await engine.stream(statement('SELECT 1', ['integer']), (part) => void parts.push(part), NEVER);
  expect(parts.map(({ values }) => values)).toEqual([[[1]]]);
});

test('a query without rows gives no part; one that fails says so under its code', async () => {
  const parts: Rows[] = [];
  const keep = (part: Rows): void => void parts.push(part);
  await engine.stream(statement('SELECT i FROM range(0) t(i)', ['bigint']), keep, NEVER);
  expect(await codeOf(engine.stream(statement('SELECT a FROM nothing', ['bigint']), keep, NEVER))).toBe(
    'TABLE_NOT_FOUND',
  );
  expect(parts).toEqual([]);
});
