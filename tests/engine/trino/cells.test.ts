import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Cell, Engine } from '../../../src/engine/engine.js';
import type { DataType } from '../../../src/expressions/data-type.js';
import { codeOf, rowOf } from '../duckdb/statements.js';
import { describeLab, openLab } from './lab.js';

describeLab('cells of a real Trino', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openLab();
  });
  afterAll(() => engine.close());

  test.each<{ name: string; sql: string; type: DataType; cell: Cell }>([
    { name: 'the largest bigint as text', sql: '9223372036854775807', type: 'bigint', cell: '9223372036854775807' },
    { name: 'the smallest bigint', sql: '-9223372036854775807 - 1', type: 'bigint', cell: '-9223372036854775808' },
    {
      name: 'a sum beyond 64 bits',
      sql: 'SUM(CAST(x AS DECIMAL(38,0))) FROM (VALUES 9223372036854775807, 9223372036854775807) AS t(x)',
      type: 'decimal(38,0)',
      cell: '18446744073709551614',
    },
    { name: 'a small bigint as text too', sql: "BIGINT '7'", type: 'bigint', cell: '7' },
    { name: 'a count as a number', sql: 'count(*)', type: 'integer', cell: 1 },
    { name: 'a decimal with all its zeros', sql: 'CAST(2.5 AS DECIMAL(12,2))', type: 'decimal(12,2)', cell: '2.50' },
    {
      name: 'a decimal of 38 digits',
      sql: "DECIMAL '1234567890123456789012345678.0123456789'",
      type: 'decimal(38,10)',
      cell: '1234567890123456789012345678.0123456789',
    },
    { name: 'a negative decimal below one', sql: "DECIMAL '-0.05'", type: 'decimal(4,2)', cell: '-0.05' },
    { name: 'a double with its digits', sql: '0.1E0 + 0.2E0', type: 'double', cell: 0.30000000000000004 },
    {
      name: 'a double beyond all integers',
      sql: "DOUBLE '1.7976931348623157e308'",
      type: 'double',
      cell: Number.MAX_VALUE,
    },
    { name: 'a decimal that is asked as a double', sql: "DECIMAL '2.50'", type: 'double', cell: 2.5 },
    { name: 'minus zero as zero', sql: '-0E0', type: 'double', cell: 0 },
    { name: 'what is not a number', sql: 'nan()', type: 'double', cell: 'NaN' },
    { name: 'infinity', sql: 'infinity()', type: 'double', cell: 'Infinity' },
    { name: 'minus infinity', sql: '-infinity()', type: 'double', cell: '-Infinity' },
    { name: 'a date', sql: "DATE '2024-02-29'", type: 'date', cell: '2024-02-29' },
    { name: 'a date before 1970', sql: "DATE '1969-12-31'", type: 'date', cell: '1969-12-31' },
    { name: 'a year of five digits', sql: "DATE '12024-02-29'", type: 'date', cell: '+012024-02-29' },
    { name: 'the day of a timestamp', sql: "TIMESTAMP '2024-01-31 23:59:59.5'", type: 'date', cell: '2024-01-31' },
    {
      name: 'a timestamp without fraction',
      sql: "TIMESTAMP '2024-01-31 23:59:59'",
      type: 'timestamp',
      cell: '2024-01-31T23:59:59',
    },
    {
      name: 'no fraction of six digits',
      sql: "TIMESTAMP '2024-01-31 23:59:50.000000'",
      type: 'timestamp',
      cell: '2024-01-31T23:59:50',
    },
    {
      name: 'half a second',
      sql: "TIMESTAMP '2024-01-31 23:59:59.5'",
      type: 'timestamp',
      cell: '2024-01-31T23:59:59.5',
    },
    {
      name: 'every microsecond',
      sql: "TIMESTAMP '2024-01-31 23:59:59.123456'",
      type: 'timestamp',
      cell: '2024-01-31T23:59:59.123456',
    },
    {
      name: 'the last microsecond before 1970',
      sql: "TIMESTAMP '1969-12-31 23:59:59.999999'",
      type: 'timestamp',
      cell: '1969-12-31T23:59:59.999999',
    },
    {
      name: 'nanoseconds',
      sql: "TIMESTAMP '2024-01-31 00:00:00.000000001'",
      type: 'timestamp',
      cell: '2024-01-31T00:00:00.000000001',
    },
    {
      name: 'an instant of an offset in UTC',
      sql: "TIMESTAMP '2024-07-01 02:00:00.000001 +02:00'",
      type: 'timestamp',
      cell: '2024-07-01T00:00:00.000001',
    },
    {
      name: 'an instant in UTC',
      sql: "TIMESTAMP '2024-07-01 02:00:00 UTC'",
      type: 'timestamp',
      cell: '2024-07-01T02:00:00',
    },
    { name: 'the midnight of a date', sql: "DATE '2024-01-31'", type: 'timestamp', cell: '2024-01-31T00:00:00' },
    {
      name: 'text with everything in it',
      sql: `'a"b''c\\%_é🎬' || chr(10) || ',12345678901234567890,'`,
      type: 'text',
      cell: `a"b'c\\%_é🎬\n,12345678901234567890,`,
    },
    { name: 'an empty text, which is not NULL', sql: "''", type: 'text', cell: '' },
    { name: 'a date that is asked as text', sql: "DATE '2024-02-29'", type: 'text', cell: '2024-02-29' },
    { name: 'a boolean', sql: 'true', type: 'boolean', cell: true },
    { name: 'NULL of any type', sql: 'CAST(NULL AS DECIMAL(12,2))', type: 'decimal(12,2)', cell: null },
  ])('$name', async ({ sql, type, cell }) => {
    expect(await rowOf(engine, `SELECT ${sql}`, [type])).toEqual([cell]);
  });

  test('the session is in UTC', async () => {
    expect(await rowOf(engine, 'SELECT current_timezone()', ['text'])).toEqual(['UTC']);
  });

  test('an integer that no JSON number holds is refused, not rounded', async () => {
    expect(await codeOf(rowOf(engine, 'SELECT 9007199254740993', ['integer']))).toBe('NUMBER_OUT_OF_RANGE');
  });

  test('a time of a zone with summer time is refused, not guessed', async () => {
    expect(await codeOf(rowOf(engine, "SELECT TIMESTAMP '2024-10-27 02:30:00 Europe/Paris'", ['timestamp']))).toBe(
      'VALUE_NOT_CONVERTIBLE',
    );
  });
});
