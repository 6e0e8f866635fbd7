import { describe, expect, test } from '@jest/globals';
import { tableFromIPC } from 'apache-arrow';
import type { Cell } from '../../src/engine/engine.js';
import { arrow } from '../../src/export/arrow/arrow.js';
import type { DataType } from '../../src/expressions/data-type.js';
import { ProblemError } from '../../src/problems/problem.js';
import { type Column, encoded } from './encoded.js';

const read = (columns: readonly Column[], rows = 2) => tableFromIPC(encoded(arrow, columns, { rows }));

/** Each type with cells, its type in Arrow and what its buffers hold. */
const TYPES: readonly { type: DataType; cells: readonly Cell[]; is: string; holds: readonly unknown[] }[] = [
  { type: 'integer', cells: [1, null, -9007199254740991], is: 'Int64', holds: [1n, null, -9007199254740991n] },
  {
    type: 'bigint',
    cells: ['9223372036854775807', '-9223372036854775808', null],
    is: 'Int64',
    holds: [9223372036854775807n, -9223372036854775808n, null],
  },
  {
    type: 'double',
    cells: [0.1, null, 'NaN', '-Infinity'],
    is: 'Float64',
    holds: [0.1, null, Number.NaN, Number.NEGATIVE_INFINITY],
  },
  { type: 'text', cells: ['日本 🎬', '', null, 'x'], is: 'Utf8', holds: ['日本 🎬', '', null, 'x'] },
  { type: 'boolean', cells: [true, false, null, true], is: 'Bool', holds: [true, false, null, true] },
];

describe('arrow', () => {
  test.each(TYPES)('holds $type as $is', ({ type, cells, is, holds }) => {
    for (const rows of [1, 2, 100]) {
      const table = read([['a', type, cells]], rows);
      expect(String(table.schema.fields[0]?.type)).toBe(is);
      expect([...(table.getChild('a') ?? [])]).toEqual(holds);
    }
  });

  test('holds dates, timestamps and decimals without loss', () => {
    const table = read([
      ['day', 'date', ['2024-02-29', '1969-12-31', '0001-01-01', null]],
      ['at', 'timestamp', ['2024-02-29T23:59:59.000001', '1969-12-31T23:59:59.5', null, '+010000-01-01T00:00:00']],
      ['sum', 'decimal(38,2)', ['-0.1', '99999999999999999999999999999999999.5', null, '-12345678901234567890.12']],
    ]);
    expect(table.schema.fields.map(({ type }) => String(type))).toEqual([
      'Date32<DAY>',
      'Timestamp<MICROSECOND>',
      'Decimal[38e+2]',
    ]);
    const raw = (name: string): unknown[] => (table.getChild(name)?.data ?? []).flatMap(({ values }) => [...values]);
    expect(raw('day')).toEqual([19782, -1, -719162, 0]);
    expect(raw('at')).toEqual([1709251199000001n, -500000n, 0n, 253402300800000000n]);
    const halves = (table.getChild('sum')?.data ?? []).flatMap(({ values }) => {
      const words = values as Uint32Array;
      const all = new BigInt64Array(words.buffer, words.byteOffset, words.length / 2);
      return Array.from(
        { length: all.length / 2 },
        (_, at) => (all[2 * at + 1] ?? 0n) * 2n ** 64n + BigInt.asUintN(64, all[2 * at] ?? 0n),
      );
    });
    expect(halves).toEqual([-10n, 9999999999999999999999999999999999950n, 0n, -1234567890123456789012n]);
  });

  test('has its schema where there is no row', () => {
    const table = read([
      ['a', 'bigint', []],
      ['b', 'text', []],
    ]);
    expect([table.numRows, table.schema.names]).toEqual([0, ['a', 'b']]);
  });

  test.each<[DataType, Cell]>([
    ['integer', 1.5],
    ['bigint', '9223372036854775808'],
    ['decimal(4,2)', '1.005'],
    ['decimal(4,2)', '100.00'],
    ['date', 'infinity'],
    ['timestamp', '2024-01-01T00:00:00.0000001'],
    ['timestamp', '-infinity'],
    ['double', 'twelve'],
  ])('refuses a %s that it cannot hold exactly: %s', (type, cell) => {
    const error = (() => {
      try {
        return encoded(arrow, [['a', type, [cell]]]);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(ProblemError);
    expect((error as ProblemError).problems[0]?.code).toBe('VALUE_NOT_CONVERTIBLE');
  });
});
