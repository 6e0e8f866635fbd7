import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Cell } from '../../src/engine/engine.js';
import { bound, type Columns, type Evaluator, openEvaluator, scalarOf } from '../builders/evaluate.js';

const columns: Columns = {
  i: 'integer',
  big: 'bigint',
  d: 'decimal(10,2)',
  e: 'decimal(6,3)',
  wide: 'decimal(38,10)',
  x: 'double',
  s: 'text',
  b: 'boolean',
  day: 'date',
  t: 'timestamp',
  none: 'integer',
  no_text: 'text',
  no_flag: 'boolean',
};
const row = [
  '7',
  '9007199254740993',
  '2.50',
  '1.125',
  '3.0000000001',
  '0.5',
  'O’Neil 100%_\\',
  true,
  '2024-02-29',
  '2024-03-10 06:30:15',
  null,
  null,
  null,
];

describe('types and values', () => {
  let table: Evaluator;
  beforeAll(async () => {
    table = await openEvaluator(columns, [row]);
  });
  afterAll(() => table?.close());

  test.each<[about: string, expression: string, type: string, value: Cell]>([
    ['small whole numbers', '42', 'integer', 42],
    ['whole numbers of ten digits', '9999999999', 'bigint', '9999999999'],
    ['whole numbers beyond 64 bits', '12345678901234567890', 'decimal(20,0)', '12345678901234567890'],
    ['a fraction is exact', '0.10', 'decimal(2,2)', '0.10'],
    ['an exponent makes a double', '1e2', 'double', 100],
    ['integers add up to 64 bits', '2000000000 + 2000000000', 'bigint', '4000000000'],
    ['columns of 32 bits too', 'i * 2000000000', 'bigint', '14000000000'],
    ['a big number keeps its last digit', 'big + 1', 'bigint', '9007199254740994'],
    ['decimals of two scales', 'd + e', 'decimal(12,3)', '3.625'],
    ['a product has the digits of both', 'd * e', 'decimal(16,5)', '2.81250'],
    ['an integer is a decimal beside one', 'd - i', 'decimal(13,2)', '-4.50'],
    ['price times one less discount', 'd * (1 - e)', 'decimal(24,5)', '-0.31250'],
    ['no more than 38 digits', 'wide + d', 'decimal(38,10)', '5.5000000001'],
    ['a double swallows the others', 'd + x', 'double', 3],
    ['division is of doubles', 'i / 2', 'double', 3.5],
    ['also of decimals', 'd / 0.3', 'double', 2.5 / 0.3],
    ['over zero there is NULL', 'i / 0', 'double', null],
    ['also with a zero in the data', 'i / (i - 7)', 'double', null],
    ['the remainder', 'i % 4', 'bigint', '3'],
    ['the remainder by zero', 'i % 0', 'bigint', null],
    ['products bind before sums', '1 + 2 * 3 - 4 / 2', 'double', 5],
    ['minus before a parenthesis', '-(i - 10)', 'bigint', '3'],
    ['minus minus is no comment', '1 - -2', 'bigint', '3'],
    ['a difference in parentheses stays together', '10 - (3 - 2)', 'bigint', '9'],
    ['a quotient in parentheses stays together', '12 / (3 / 2)', 'double', 8],
    ['NOT before AND before OR', 'NOT FALSE AND FALSE OR TRUE', 'boolean', true],
    ['OR in parentheses', 'FALSE AND (FALSE OR TRUE)', 'boolean', false],
    ['NOT of an OR', 'NOT (FALSE OR FALSE)', 'boolean', true],
    ['a comparison of comparisons', '(i = 7) = b', 'boolean', true],
    ['CASE takes the wider type', 'CASE WHEN b THEN i ELSE d END', 'decimal(12,2)', '7.00'],
    ['CASE with NULL has the type of the rest', 'CASE WHEN b THEN NULL ELSE 1.5 END', 'decimal(2,1)', null],
    ['CASE without ELSE is NULL there', "CASE WHEN NOT b THEN 'x' END", 'text', null],
    ['CASE of a value', "CASE i WHEN 6 THEN 'six' WHEN 7 THEN 'seven' END", 'text', 'seven'],
    ['CASE of a NULL meets no WHEN', "CASE none WHEN NULL THEN 'x' ELSE 'y' END", 'text', 'y'],
    ['COALESCE with NULL', 'COALESCE(NULL, none, 3)', 'integer', 3],
    ['a date as text', "day = '2024-02-29'", 'boolean', true],
    ['text before a date', "'2024-02-28' < day", 'boolean', true],
    ['a timestamp as text', "t >= '2024-03-10 06:30'", 'boolean', true],
    ['a day beside a timestamp is its midnight', "t BETWEEN DATE '2024-03-10' AND '2024-03-11'", 'boolean', true],
    ['a date beside a timestamp', 'day < t', 'boolean', true],
    ['dates in a list', "day IN ('2024-02-28', '2024-02-29')", 'boolean', true],
    ['numbers of other types in a list', 'i IN (1, 7.0, 2)', 'boolean', true],
    ['NOT IN a list with NULL is unknown', 'i NOT IN (1, NULL)', 'boolean', null],
    ['NOT BETWEEN', 'i NOT BETWEEN 8 AND 9', 'boolean', true],
    ['comparing with NULL is unknown', 'i = NULL', 'boolean', null],
    ['IS NULL is not', 'none IS NULL AND i IS NOT NULL', 'boolean', true],
    ['unknown AND false is false', 'no_flag AND FALSE', 'boolean', false],
    ['unknown OR true is true', 'no_flag OR TRUE', 'boolean', true],
    ['NOT unknown is unknown', 'NOT no_flag', 'boolean', null],
    ['LIKE with a plain percent sign', "s LIKE '%100!%!_%' ESCAPE '!'", 'boolean', true],
    ['NOT LIKE', "s NOT LIKE 'o%'", 'boolean', true],
    ['quotes in texts', "'it''s' || ' ' || '\"x\"'", 'text', 'it\'s "x"'],
    ['joined with nothing known', "'x' || no_text", 'text', null],
    ['a cast to text', 'CAST(day AS text)', 'text', '2024-02-29'],
    ['a cast rounds', 'CAST(e AS decimal(5,2))', 'decimal(5,2)', '1.13'],
    ['a cast of a time to its day', 'CAST(t AS date)', 'date', '2024-03-10'],
    ['a cast of a day to its midnight', 'CAST(day AS timestamp)', 'timestamp', '2024-02-29T00:00:00'],
    ['a timestamp literal', "TIMESTAMP '2024-01-31 10:00:00.5'", 'timestamp', '2024-01-31T10:00:00.5'],
  ])('%s: %s', async (_about, expression, type, wanted) => {
    const scalar = scalarOf(expression, columns);
    expect(scalar.type).toBe(type);
    const [values] = await table.eachRow([scalar]);
    if (typeof wanted === 'number') expect(values?.[0]).toBeCloseTo(wanted, 12);
    else expect(values?.[0]).toBe(wanted);
  });
});

describe('types of aggregates', () => {
  test.each([
    ['SUM(i)', 'bigint'],
    ['SUM(big)', 'decimal(38,0)'],
    ['SUM(d)', 'decimal(38,2)'],
    ['SUM(d * e)', 'decimal(38,5)'],
    ['SUM(x)', 'double'],
    ['SUM(i) / COUNT(*)', 'double'],
    ['AVG(d)', 'double'],
    ['COUNT(DISTINCT s)', 'integer'],
    ['MAX(day)', 'date'],
    ['MIN(d) * 2', 'decimal(20,2)'],
    ['COALESCE(SUM(d), 0)', 'decimal(38,2)'],
    ['MAX(t) > MIN(day)', 'boolean'],
  ])('%s is %s', (expression, type) => expect(scalarOf(expression, columns).type).toBe(type));
});

describe('what is refused', () => {
  test.each([
    ['a function of the engine', 'read_csv(s)', 'UNKNOWN_FUNCTION', 0],
    ['a setting', 'current_setting(s)', 'UNKNOWN_FUNCTION', 0],
    ['a random number', '1 + random()', 'UNKNOWN_FUNCTION', 4],
    ['a name of JavaScript', 'toString(i)', 'UNKNOWN_FUNCTION', 0],
    ['another name of JavaScript', 'constructor(i)', 'UNKNOWN_FUNCTION', 0],
    ['an aggregate in an aggregate', 'MAX(1 + SUM(i))', 'NESTED_AGGREGATE', 8],
    ['DISTINCT of a sum', 'SUM(DISTINCT i)', 'INVALID_EXPRESSION', 0],
    ['DISTINCT of a function', 'LOWER(DISTINCT s)', 'INVALID_EXPRESSION', 0],
    ['a star that is no count', 'SUM(*)', 'INVALID_EXPRESSION', 0],
    ['a percentile above one', 'PERCENTILE_CONT(1.5) WITHIN GROUP (ORDER BY i)', 'INVALID_EXPRESSION', 0],
    ['a percentile of nothing', 'PERCENTILE_CONT(0.5)', 'INVALID_EXPRESSION', 0],
    ['a percentile by a column', 'PERCENTILE_CONT(x) WITHIN GROUP (ORDER BY i)', 'INVALID_EXPRESSION', 0],
    ['two values of a sum', 'SUM(i, d)', 'TYPE_MISMATCH', 0],
    ['two values of a count', 'COUNT(i, d)', 'TYPE_MISMATCH', 0],
    ['a unit that is none', "DATE_TRUNC('fortnight', t)", 'TYPE_MISMATCH', 0],
    ['a unit that is a column', 'DATE_TRUNC(s, t)', 'TYPE_MISMATCH', 0],
    ['hours of a date', "DATE_TRUNC('hour', day)", 'TYPE_MISMATCH', 0],
    ['NOT of a number', 'NOT i', 'TYPE_MISMATCH', 4],
    ['AND of a number', 'b AND i', 'TYPE_MISMATCH', 6],
    ['a text beside a number', "i = '7'", 'TYPE_MISMATCH', 4],
    ['a boolean beside a number', 'b = 1', 'TYPE_MISMATCH', 4],
    ['a list of two types', "i IN (1, 'x')", 'TYPE_MISMATCH', 9],
    ['a date that is no text', 'day > 20240101', 'TYPE_MISMATCH', 6],
    ['LIKE of a number', "i LIKE '7%'", 'TYPE_MISMATCH', 0],
    ['|| of a number', "'n' || i", 'TYPE_MISMATCH', 0],
    ['ABS of nothing', 'ABS()', 'TYPE_MISMATCH', 0],
    ['ABS of two', 'ABS(i, i)', 'TYPE_MISMATCH', 0],
    ['ROUND of nothing', 'ROUND()', 'TYPE_MISMATCH', 0],
    ['ROUND to half a digit', 'ROUND(x, 0.5)', 'TYPE_MISMATCH', 0],
    ['the month of two', "DATE_TRUNC('month', t, day)", 'TYPE_MISMATCH', 0],
    ['COALESCE of nothing', 'COALESCE()', 'TYPE_MISMATCH', 0],
    ['COALESCE of two types', "COALESCE(i, 'x')", 'TYPE_MISMATCH', 12],
    ['SUBSTRING of a number', 'SUBSTRING(i, 1)', 'TYPE_MISMATCH', 0],
  ])('%s: %s', (_about, expression, code, offset) => {
    expect(bound(expression, columns)).toEqual({ problem: expect.objectContaining({ code, offset }) });
  });
});
