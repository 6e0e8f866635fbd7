import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openMemoryDuckdb } from '../../../src/engine/duckdb/duckdb-engine.js';
import type { Cell, Engine } from '../../../src/engine/engine.js';
import type { DataType } from '../../../src/expressions/data-type.js';
import { codeOf, rowOf } from './statements.js';

let engine: Engine;
beforeAll(async () => {
  engine = await openMemoryDuckdb(async () => {});
});
afterAll(() => engine.close());

describe('cells', () => {
  test.each<{ name: string; sql: string; type: DataType; cell: Cell }>([
    { name: 'the largest bigint as text', sql: '9223372036854775807', type: 'bigint', cell: '9223372036854775807' },
    {
      name: 'a hugeint sum as text',
      sql: 'sum(9223372036854775807::BIGINT) * 1000',
      type: 'decimal(38,0)',
      cell: '9223372036854775807000',
    },
    { name: 'a small bigint as text too', sql: '7::BIGINT', type: 'bigint', cell: '7' },
    { name: 'a count as a number', sql: 'count(*)', type: 'integer', cell: 1 },
    { name: 'a decimal with all its zeros', sql: '2.5::DECIMAL(12,2)', type: 'decimal(12,2)', cell: '2.50' },
    {
      name: 'a decimal of 38 digits',
      sql: "'1234567890123456789012345678.0123456789'::DECIMAL(38,10)",
      type: 'decimal(38,10)',
      cell: '1234567890123456789012345678.0123456789',
    },
    { name: 'a negative decimal below one', sql: "'-0.05'::DECIMAL(4,2)", type: 'decimal(4,2)', cell: '-0.05' },
    { name: 'a double with its digits', sql: '0.1::DOUBLE + 0.2::DOUBLE', type: 'double', cell: 0.30000000000000004 },
    { name: 'a decimal that is asked as a double', sql: '2.50::DECIMAL(12,2)', type: 'double', cell: 2.5 },
    { name: 'minus zero as zero', sql: "'-0.0'::DOUBLE", type: 'double', cell: 0 },
    { name: 'what is not a number', sql: "'nan'::DOUBLE", type: 'double', cell: 'NaN' },
    { name: 'infinity', sql: '1 / 0', type: 'double', cell: 'Infinity' },
    { name: 'minus infinity', sql: "'-inf'::DOUBLE", type: 'double', cell: '-Infinity' },
    { name: 'a date', sql: "DATE '2024-02-29'", type: 'date', cell: '2024-02-29' },
    { name: 'a date before 1970', sql: "DATE '1969-12-31'", type: 'date', cell: '1969-12-31' },
    { name: 'a year of five digits', sql: "DATE '12024-02-29'", type: 'date', cell: '+012024-02-29' },
    { name: 'the end of all dates', sql: "DATE 'infinity'", type: 'date', cell: 'infinity' },
    { name: 'the day of a timestamp', sql: "TIMESTAMP '2024-01-31 23:59:59.5'", type: 'date', cell: '2024-01-31' },
    {
      name: 'a timestamp without fraction',
      sql: "TIMESTAMP '2024-01-31 23:59:59'",
      type: 'timestamp',
      cell: '2024-01-31T23:59:59',
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
      sql: "'2024-01-31 00:00:00.000000001'::TIMESTAMP_NS",
      type: 'timestamp',
      cell: '2024-01-31T00:00:00.000000001',
    },
    {
      name: 'an instant of a zone in UTC',
      sql: "TIMESTAMPTZ '2024-07-01 02:00:00+02'",
      type: 'timestamp',
      cell: '2024-07-01T00:00:00',
    },
    { name: 'the midnight of a date', sql: "DATE '2024-01-31'", type: 'timestamp', cell: '2024-01-31T00:00:00' },
    { name: 'text with everything in it', sql: `'a"b''c\\%_é🎬' || chr(10)`, type: 'text', cell: `a"b'c\\%_é🎬\n` },
    { name: 'an empty text, which is not NULL', sql: "''", type: 'text', cell: '' },
    { name: 'a date that is asked as text', sql: "DATE '2024-02-29'", type: 'text', cell: '2024-02-29' },
    { name: 'a boolean', sql: 'true', type: 'boolean', cell: true },
    { name: 'NULL of any type', sql: 'NULL::DECIMAL(12,2)', type: 'decimal(12,2)', cell: null },
  ])('$name', async ({ sql, type, cell }) => {
    expect(await rowOf(engine, `SELECT ${sql}`, [type])).toEqual([cell]);
  });

  test('an integer that no JSON number holds is refused, not rounded', async () => {
    expect(await codeOf(rowOf(engine, 'SELECT 9007199254740993', ['integer']))).toBe('NUMBER_OUT_OF_RANGE');
  });

  test('bound values keep every digit and never become SQL', async () => {
    const cells = await rowOf(
      engine,
      'SELECT CAST($1 AS BIGINT), CAST($2 AS DECIMAL(38,10)), CAST($3 AS TIMESTAMP), $4, $5, CAST($6 AS DATE), $1 = $1',
      ['bigint', 'decimal(38,10)', 'timestamp', 'text', 'boolean', 'date', 'boolean'],
      [
        { value: '9223372036854775807', type: 'bigint' },
        { value: '-1234567890123456789012345678.0123456789', type: 'decimal(38,10)' },
        { value: '2024-01-31T23:59:59.000001', type: 'timestamp' },
        { value: `'; DROP TABLE x; -- $1 %_\\ 𝄞`, type: 'text' },
        { value: false, type: 'boolean' },
        { value: null, type: 'date' },
      ],
    );
    expect(cells).toEqual([
      '9223372036854775807',
      '-1234567890123456789012345678.0123456789',
      '2024-01-31T23:59:59.000001',
      `'; DROP TABLE x; -- $1 %_\\ 𝄞`,
      false,
      null,
      true,
    ]);
  });
});
