import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openDuckdb } from '../../../src/engine/duckdb/duckdb-engine.js';
import type { Engine } from '../../../src/engine/engine.js';
import { cpuOf } from '../../builders/cpu.js';
import { codeOf, NEVER, rowOf, statement } from './statements.js';

const folder = mkdtempSync(join(tmpdir(), "grainline's-"));
const data = join(folder, 'data');
let writer: DuckDBInstance;
let engine: Engine;

/** Writes beside and renames, as a careful producer does. */
async function write(path: string, select: string): Promise<void> {
  const connection = await writer.connect();
  mkdirSync(join(data, path, '..'), { recursive: true });
  await connection.run(`COPY (${select}) TO '${join(data, `${path}.new`).replaceAll("'", "''")}' (FORMAT parquet)`);
  renameSync(join(data, `${path}.new`), join(data, path));
  connection.closeSync();
}

beforeAll(async () => {
  writer = await DuckDBInstance.create();
  await write('shop/orders.parquet', 'SELECT i AS id FROM range(10) t(i)');
  await write('shop/plays/day=1/a.parquet', 'SELECT 1 AS id');
  await write('shop/plays/day=2/b.parquet', "SELECT 2 AS id, 'new' AS note");
  await write('days.parquet', "SELECT DATE '2024-01-01' AS day");
  writeFileSync(join(data, 'shop', 'countries.csv'), 'code,name\nDE,Germany\nNA,"Namibia"\n');
  writeFileSync(join(data, 'shop', 'broken.parquet'), 'this is no parquet');
  engine = await openDuckdb({ data: [data], threads: 2, memoryLimit: '1GB' });
});
afterAll(async () => {
  await engine.close();
  writer.closeSync();
  rmSync(folder, { recursive: true });
});

describe('tables on disk', () => {
  test.each([
    { name: 'a file', sql: 'SELECT count(*) FROM "shop"."orders"', row: [10] },
    {
      name: 'a folder of files, also with other columns',
      sql: 'SELECT sum(id) FROM "shop"."plays" WHERE coalesce(note, \'new\') = \'new\'',
      row: [3],
    },
    { name: 'a file without schema', sql: 'SELECT count(*) FROM days', row: [1] },
    { name: 'a CSV file', sql: "SELECT count(*) FROM shop.countries WHERE code = 'NA'", row: [1] },
  ])('$name', async ({ sql, row }) => {
    expect(await rowOf(engine, sql, ['integer'])).toEqual(row);
  });

  test('a broken file is missed by its own queries alone', async () => {
    expect(await codeOf(rowOf(engine, 'SELECT * FROM shop.broken', ['integer']))).toBe('TABLE_NOT_FOUND');
  });

  test('a map names files, folders and globs', async () => {
    const mapped = await openDuckdb({
      data: {
        'a.one': join(data, 'shop/orders.parquet'),
        'a.all': join(data, 'shop/plays/*/*.parquet'),
        b: join(data, 'shop/plays'),
      },
    });
    expect(await rowOf(mapped, 'SELECT count(*) FROM a.one, a."all", b', ['integer'])).toEqual([40]);
    const [one, all, absent] = mapped.versionsOf(['a.one', 'a.all', 'a.none']);
    expect(one?.version).toBe(engine.versionsOf(['shop.orders'])[0]?.version);
    expect(all?.version).toMatch(/^[0-9a-f]{20}$/);
    expect(absent).toEqual({ table: 'a.none', version: 'absent', modifiedAt: null });
    await mapped.close();
  });
});

describe('changes on disk', () => {
  const count = (table: string) => rowOf(engine, `SELECT count(*) FROM ${table}`, ['integer']);
  const version = (table: string) => engine.versionsOf([table])[0]?.version;

  test('a replaced file is seen at once, under a new version', async () => {
    await write('shop/stock.parquet', 'SELECT i AS id FROM range(5) t(i)');
    expect(await count('shop.stock')).toEqual([5]); // a table that came after the start
    const before = engine.versionsOf(['shop.stock'])[0];
    expect(version('shop.stock')).toBe(before?.version);
    expect(Math.abs(Date.parse(before?.modifiedAt ?? '') - Date.now())).toBeLessThan(60_000);
    await write('shop/stock.parquet', 'SELECT i AS id FROM range(6) t(i)');
    expect(version('shop.stock')).not.toBe(before?.version);
    expect(await count('shop.stock')).toEqual([6]);
  });

  test('a replaced file may have other columns', async () => {
    await write('shop/prices.parquet', 'SELECT 1 AS id');
    expect(await rowOf(engine, 'SELECT id FROM shop.prices', ['integer'])).toEqual([1]);
    await write('shop/prices.parquet', "SELECT 'x' AS sku, 2.50::DECIMAL(12,2) AS price");
    expect(await rowOf(engine, 'SELECT price FROM shop.prices', ['decimal(12,2)'])).toEqual(['2.50']);
  });

  test('a file more in a folder is a new version and more rows', async () => {
    const before = version('shop.plays');
    await write('shop/plays/day=3/c.parquet', 'SELECT 3 AS id');
    expect(version('shop.plays')).not.toBe(before);
    expect(await count('shop.plays')).toEqual([3]);
  });

  test('a file that has gone', async () => {
    await write('shop/gone.parquet', 'SELECT 1 AS id');
    expect(await count('shop.gone')).toEqual([1]);
    rmSync(join(data, 'shop/gone.parquet'));
    expect(version('shop.gone')).toBe('absent');
    expect(await codeOf(count('shop.gone'))).toBe('TABLE_NOT_FOUND');
  });

  test('versions of thirty tables cost less than 5 ms', () => {
    const tables = Array.from({ length: 30 }, () => 'shop.orders');
    engine.versionsOf(tables);
    const cpu = cpuOf(() => {
      for (let n = 0; n < 10; n++) engine.versionsOf(tables);
    });
    expect(cpu / 10).toBeLessThan(5);
  });
});

describe('lock-down', () => {
  const outside = join(folder, 'outside.csv').replaceAll("'", "''");
  const inside = join(data, 'inside.csv').replaceAll("'", "''");
  test.each([
    { name: 'writing a file', sql: `COPY (SELECT 1) TO '${outside}'` },
    { name: 'writing a file among the data', sql: `COPY (SELECT 1) TO '${inside}'` },
    { name: 'attaching a database', sql: `ATTACH '${outside}.db'` },
    { name: 'reading a file of the machine', sql: "SELECT content FROM read_text('/etc/passwd')" },
    {
      name: 'reading beside the data',
      sql: `SELECT content FROM read_text('${data.replaceAll("'", "''")}/../outside.csv')`,
    },
    { name: 'listing folders', sql: "SELECT * FROM glob('/etc/*')" },
    { name: 'changing a setting', sql: 'SET enable_external_access = true' },
    { name: 'loading an extension', sql: 'INSTALL httpfs' },
    { name: 'making a table', sql: 'CREATE TABLE t (i INTEGER)' },
    { name: 'dropping a table', sql: 'DROP VIEW shop.orders' },
  ])('$name is refused', async ({ sql }) => {
    writeFileSync(join(folder, 'outside.csv'), 'secret');
    expect(await codeOf(engine.run(statement(sql, ['text']), NEVER))).toBe('ENGINE_FAILED');
    expect(existsSync(join(data, 'inside.csv'))).toBe(false);
    expect(await rowOf(engine, 'SELECT count(*) FROM shop.orders', ['integer'])).toEqual([10]);
  });
});
