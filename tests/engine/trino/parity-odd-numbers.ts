import type { ParityTable } from './parity.js';

const NUMBERS = ['NaN', 'Infinity', '-Infinity', null, '0', '1', '-2.5'];
const double = (text: string | null): string => (text === null ? 'CAST(NULL AS DOUBLE)' : `CAST('${text}' AS DOUBLE)`);

/** Each number beside each. */
const ROWS = NUMBERS.flatMap((x) => NUMBERS.map((y) => [x, y] as const))
  .map(([x, y], index) => `SELECT ${index} AS "id", ${double(x)} AS "x", ${double(y)} AS "y"`)
  .join(' UNION ALL ');

export const ODD_NUMBERS: ParityTable = {
  name: 'odd_numbers',
  columns: { id: 'integer', x: 'double', y: 'double' },
  onDuckdb: `CREATE TABLE odd_numbers AS ${ROWS}`,
  onTrino: ['DROP TABLE IF EXISTS odd_numbers', `CREATE TABLE odd_numbers WITH (format = 'PARQUET') AS ${ROWS}`],
};

const COMPARISONS = ['=', '<>', '<', '<=', '>', '>='];

export const ODD_NUMBERS_OF_ROWS: readonly string[] = [
  ...COMPARISONS.flatMap((operator) => [
    `x ${operator} y`,
    `x ${operator} 1`,
    `1 ${operator} x`,
    `NOT x ${operator} y`,
    `x ${operator} NULLIF(id, 3)`,
    `id ${operator} x`,
    `x + y ${operator} 0`,
  ]),
  'x BETWEEN 0 AND 2',
  'x BETWEEN y AND 1',
  'x NOT BETWEEN 0 AND y',
  'x IN (1, 2)',
  'x IN (y, 1)',
  'x NOT IN (y, 1)',
  'x IS NULL',
  'CASE x WHEN y THEN 1 ELSE 0 END',
  'NULLIF(x, y)',
  'COALESCE(x, y)',
  'GREATEST(x, y)',
  'GREATEST(x, y, 0)',
  'LEAST(x, y)',
  'LEAST(x, 0)',
  'x + y',
  'x - y',
  'x * y',
  'x / y',
  'x % 2',
  '-x',
  'ABS(x)',
  'SIGN(x)',
  'ROUND(x)',
  'ROUND(x, 1)',
  'FLOOR(x)',
  'CEIL(x)',
  'SQRT(x)',
  'LN(x)',
  'EXP(x)',
  'POWER(x, 2)',
  'POWER(x, -1)',
  'POWER(2, y)',
  'CAST(x AS text)',
  'CAST(x + y AS text)',
];

const WHERE = [
  '',
  'x = y',
  'x > 0',
  'x < 0',
  'x >= 1 AND y >= 1',
  'id = 0',
  'id = 8',
  'id < 2',
  'x IS NULL',
  'x = 1 OR y = 1',
];
const of = (aggregate: string): readonly string[] =>
  WHERE.map((where) => (where === '' ? aggregate : `${aggregate} FILTER (WHERE ${where})`));

export const ODD_NUMBERS_OF_ALL: readonly string[] = [
  'COUNT(x)',
  'COUNT(DISTINCT x)',
  'SUM(x)',
  'AVG(x)',
  'MIN(x)',
  'MAX(x)',
  'MEDIAN(x)',
  'PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY x)',
  'PERCENTILE_DISC(0.25) WITHIN GROUP (ORDER BY x)',
  'PERCENTILE_DISC(0.9) WITHIN GROUP (ORDER BY x)',
  'STDDEV_SAMP(x)',
  'STDDEV_POP(x)',
  'VAR_SAMP(x)',
  'VAR_POP(x)',
  'MIN_BY(y, x)',
  'MAX_BY(id, x)',
  'MAX_BY(y, x)',
  'MAX_BY(x, id)',
  'CORR(x, y)',
  'COVAR_SAMP(x, y)',
  'COVAR_POP(x, y)',
  'REGR_SLOPE(x, y)',
  'REGR_INTERCEPT(x, y)',
].flatMap(of);
