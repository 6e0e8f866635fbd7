import type { Cell } from '../../src/engine/engine.js';
import { modelOf } from '../builders/compile.js';

/** Readings of five groups: several values with a NULL, one value, NULLs alone, a pair on one line, and one that is filtered away. */
const ROWS = [
  [1, 'many', '2024-01-01', '1', '10', true],
  [2, 'many', '2024-01-02', '2', '20', true],
  [3, 'many', '2024-01-02', '2', '40', false],
  [4, 'many', '2024-01-03', '10', null, null],
  [5, 'many', '2024-01-03', null, '5', null],
  [6, 'one', '2024-01-01', '5', '7', false],
  [7, 'nulls', '2024-01-01', null, null, null],
  [8, 'nulls', '2024-01-04', null, null, null],
] as const;

/** Each reading of `many` but the last has two tags, so that it would be met twice. */
const TAGS = [1, 2, 3, 4].flatMap((reading) => ['new', 'hot'].map((tag) => [reading, tag] as const));

const text = (value: string | number | boolean | null, type: string): string =>
  value === null
    ? `CAST(NULL AS ${type})`
    : typeof value === 'string' && type !== 'DATE'
      ? `CAST('${value}' AS ${type})`
      : type === 'DATE'
        ? `DATE '${value}'`
        : String(value).toUpperCase();

const READINGS = ROWS.map(
  ([id, place, day, v, w, f]) =>
    `SELECT CAST(${id} AS INTEGER) AS "id", ${text(place, 'VARCHAR')} AS "place", ${text(day, 'DATE')} AS "day", ${text(v, 'DECIMAL(10,2)')} AS "v", ${text(w, 'INTEGER')} AS "w", ${text(f, 'BOOLEAN')} AS "f"`,
).join(' UNION ALL ');
const TAGGED = TAGS.map(([reading, tag]) => `SELECT CAST(${reading} AS INTEGER) AS "reading", '${tag}' AS "tag"`).join(
  ' UNION ALL ',
);

export const tables = (schema: string): readonly string[] => [
  `CREATE TABLE ${schema}.agg_readings AS ${READINGS}`,
  `CREATE TABLE ${schema}.agg_tags AS ${TAGGED}`,
];

interface AggregateCase {
  readonly expression: string;
  /** Of the groups many, one, nulls. */
  readonly groups: readonly [Cell, Cell, Cell];
  /** Of no row at all. */
  readonly none?: Cell;
  /** Of many, FILTER (WHERE f). */
  readonly where: Cell;
  /** Of the two days up to 2024-01-03, over all places. */
  readonly window: Cell;
  /** Of the tagged readings: each once, however many tags it has. */
  readonly tagged: Cell;
}

const of = (
  expression: string,
  groups: AggregateCase['groups'],
  where: Cell,
  window: Cell,
  tagged: Cell,
  none: Cell = null,
): AggregateCase => ({ expression, groups, where, window, tagged, none });

/** By hand. Of `v`: many 1, 2, 2, 10; where f 1, 2; in the window 2, 2, 10; tagged 1, 2, 2, 10. */
export const CASES: readonly AggregateCase[] = [
  of('COUNT(*)', [5, 1, 2], 2, 4, 4, 0),
  of('COUNT(v)', [4, 1, 0], 2, 3, 4, 0),
  of('COUNT(DISTINCT v)', [3, 1, 0], 2, 2, 3, 0),
  of('APPROX_COUNT_DISTINCT(f)', [2, 1, 0], 1, 2, 2, 0),
  of('SUM(v)', ['15.00', '5.00', null], '3.00', '14.00', '15.00'),
  of('SUM(w)', ['75', '7', null], '30', '65', '70'),
  of('MIN(v)', ['1.00', '5.00', null], '1.00', '2.00', '1.00'),
  of('MAX(v)', ['10.00', '5.00', null], '2.00', '10.00', '10.00'),
  of('AVG(v)', [3.75, 5, null], 1.5, 14 / 3, 3.75),
  of('MEDIAN(v)', [2, 5, null], 1.5, 2, 2),
  of('PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY v)', [7.6, 5, null], 1.9, 8.4, 7.6),
  of('PERCENTILE_DISC(0.75) WITHIN GROUP (ORDER BY v)', ['2.00', '5.00', null], '2.00', '10.00', '2.00'),
  of('STDDEV_SAMP(v)', [Math.sqrt(52.75 / 3), null, null], Math.SQRT1_2, Math.sqrt(64 / 3), Math.sqrt(52.75 / 3)),
  of('STDDEV_POP(v)', [Math.sqrt(52.75 / 4), 0, null], 0.5, Math.sqrt(128 / 9), Math.sqrt(52.75 / 4)),
  of('VAR_SAMP(v)', [52.75 / 3, null, null], 0.5, 64 / 3, 52.75 / 3),
  of('VAR_POP(v)', [52.75 / 4, 0, null], 0.25, 128 / 9, 52.75 / 4),
  of('BOOL_AND(f)', [false, false, null], true, false, false),
  of('BOOL_OR(f)', [true, false, null], true, true, true),
  of('MIN_BY(w, v)', [10, 7, null], 10, 20, 10),
  of('MAX_BY(w, v)', [40, 7, null], 20, 40, 40),
  of('COVAR_POP(w, v)', [40 / 9, 0, null], 2.5, 0, 40 / 9),
  of('COVAR_SAMP(w, v)', [20 / 3, null, null], 5, 0, 20 / 3),
  of('CORR(w, v)', [Math.sqrt(4 / 7), null, null], 1, null, Math.sqrt(4 / 7)),
  of('REGR_SLOPE(w, v)', [20, null, null], 10, null, 20),
  of('REGR_INTERCEPT(w, v)', [-10, null, null], 0, null, -10),
];

/** Each aggregate as a metric, narrowed, and over a window. */
export const modelFor = (schema: string) =>
  modelOf(`
dataset: readings
table: ${schema}.agg_readings
columns: {id: integer, place: text, day: date, v: "decimal(10,2)", w: integer, f: boolean}
key: [id]
time: day
links: {tags: {to: tags, on: {id: reading}, many: true}}
metrics:
${CASES.flatMap(({ expression }, n) => [
  `  m${n}: {expression: "${expression}"}`,
  `  f${n}: {expression: "${expression} FILTER (WHERE f)"}`,
  `  w${n}: {kind: cumulative, of: m${n}, trailing: 2 days}`,
]).join('\n')}
---
dataset: tags
table: ${schema}.agg_tags
columns: {reading: integer, tag: text}
key: [reading, tag]
`);
