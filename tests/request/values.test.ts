import { describe, expect, test } from '@jest/globals';
import type { DataType } from '../../src/expressions/data-type.js';
import type { ValueInput } from '../../src/request/query-input.js';
import { commonType, plainDigits, readValue } from '../../src/request/values.js';
import { NumberText } from '../../src/schema/number-text.js';

describe('readValue', () => {
  test.each<[DataType, ValueInput, string | boolean, DataType]>([
    ['text', '%_\\\'"', '%_\\\'"', 'text'],
    ['text', '', '', 'text'],
    ['boolean', false, false, 'boolean'],
    ['integer', new NumberText('42'), '42', 'integer'],
    ['integer', '42', '42', 'integer'],
    ['integer', 2.5, '2.5', 'decimal(2,1)'],
    ['integer', new NumberText('3000000000'), '3000000000', 'decimal(10,0)'],
    ['bigint', new NumberText('9007199254740993'), '9007199254740993', 'bigint'],
    ['bigint', '9223372036854775808', '9223372036854775808', 'decimal(19,0)'],
    ['bigint', 9007199254740993n, '9007199254740993', 'bigint'],
    ['decimal(12,2)', new NumberText('1.50'), '1.5', 'decimal(12,2)'],
    ['decimal(12,2)', '1.005', '1.005', 'decimal(4,3)'],
    ['decimal(4,2)', '123', '123', 'decimal(3,0)'],
    ['double', new NumberText('1e3'), '1e3', 'double'],
    ['date', '2024-02-29', '2024-02-29', 'date'],
    ['timestamp', '2024-01-31T10:00', '2024-01-31T10:00:00', 'timestamp'],
    ['timestamp', '2024-01-31', '2024-01-31T00:00:00', 'timestamp'],
  ])('%s %p', (type, input, value, asType) => {
    expect(readValue(input, type)).toEqual({ value, type: asType });
  });

  test.each<[DataType, ValueInput]>([
    ['text', new NumberText('5')],
    ['text', true],
    ['boolean', 'true'],
    ['integer', 'abc'],
    ['integer', ''],
    ['integer', 9007199254740992],
    ['bigint', '1'.repeat(39)],
    ['decimal(12,2)', '1,50'],
    ['decimal(12,2)', '0x10'],
    ['double', 'NaN'],
    ['double', '1e999'],
    ['date', '2024-02-30'],
    ['date', '2024-01-31T00:00:00'],
    ['timestamp', '2024-01-31T10:00:00Z'],
    ['timestamp', new NumberText('2024')],
  ])('%s refuses %p', (type, input) => {
    expect(readValue(input, type)).toHaveProperty('expected');
  });
});

test.each([
  ['1.50e2', '150'],
  ['1e-3', '0.001'],
  ['-0.0', '0'],
  ['007', '7'],
  ['-12.340', '-12.34'],
  ['0.5', '0.5'],
  ['1e3', '1000'],
  ['12345e-2', '123.45'],
])('plainDigits of %s is %s', (text, plain) => {
  expect(plainDigits(text)).toBe(plain);
});

test.each<[DataType[], DataType | undefined]>([
  [['integer', 'bigint'], 'bigint'],
  [['integer', 'double'], 'double'],
  [['decimal(4,2)', 'decimal(5,0)'], 'decimal(7,2)'],
  [['text', 'integer'], undefined],
  [['date', 'timestamp'], undefined],
  [[], undefined],
])('commonType of %p is %s', (types, common) => {
  expect(commonType(types)).toBe(common);
});
