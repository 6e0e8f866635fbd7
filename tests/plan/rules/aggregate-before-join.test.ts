import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { planFor } from '../../../src/plan/plan-for.js';
import { printPlan } from '../../../src/plan/print-plan.js';
import type { MetricQueryInput } from '../../../src/request/query-input.js';
import { type AskedByHand, type Case, openAskedByHand } from '../../builders/ask-by-hand.js';
import { modelOf } from '../../builders/compile.js';
import { read } from '../../builders/request.js';

/** Lines without a supplier, with one that is not on file, and with one that is there twice, though nobody said so. */
const TABLES = `
CREATE TABLE lines (id BIGINT, supplier BIGINT, shop BIGINT, price DECIMAL(10,2), weight DOUBLE, sent_on DATE, late BOOLEAN);
INSERT INTO lines VALUES
  (1, 1, 1, 10.50, 1.5, '2024-01-01', true), (2, 1, 1, 20.25, 0.1, '2024-01-02', false),
  (3, 2, 1, NULL,  0.2, '2024-01-03', true), (4, 2, 2, 7.00,  0.3, '2024-02-01', NULL),
  (5, 9, 2, 5.00,  0.4, '2024-02-02', true), (6, 8, 2, 6.00,  0.5, '2024-02-03', false),
  (7, NULL, 1, 1.25, NULL, '2024-02-04', true), (8, NULL, NULL, 2.25, 0.7, NULL, NULL),
  (9, 3, 2, 100.00, 0.8, '2024-03-01', true), (10, 4, 1, NULL, 0.9, '2024-03-02', false);
CREATE TABLE suppliers (code BIGINT, name VARCHAR, nation VARCHAR, rating INTEGER);
INSERT INTO suppliers VALUES
  (1, 'Ann', 'FR', 5), (2, NULL, 'DE', 3), (3, 'Cy', 'XX', NULL), (3, 'Cy', 'FR', 1), (4, 'Ann', NULL, 2), (5, 'Eve', 'DE', 4);
CREATE TABLE nations (iso VARCHAR, label VARCHAR);
INSERT INTO nations VALUES ('FR', 'France'), ('DE', 'Germany');
CREATE TABLE calls (supplier BIGINT, minutes INTEGER);
INSERT INTO calls VALUES (1, 3), (1, 4), (9, 5), (NULL, 6);
CREATE TABLE no_lines AS FROM lines LIMIT 0;
`;

const lines = (name: string, table: string, join = 'left'): string => `
dataset: ${name}
table: ${table}
columns: {id: bigint, supplier: bigint, shop: bigint, price: "decimal(10,2)", weight: double, sent_on: date, late: boolean}
key: [id]
time: sent_on
links: {by: {to: suppliers, on: {supplier: code}${join === 'left' ? '' : `, join: ${join}`}}}
metrics:
  ${name}_sold: {expression: SUM(price)}
  ${name}_lines: {expression: COUNT(*), empty: 0}
  ${name}_priced: {expression: COUNT(price)}
  ${name}_late: {expression: COUNT(*), where: late, empty: 0}
  ${name}_least: {expression: MIN(price)}
  ${name}_last: {expression: MAX(sent_on)}
  ${name}_mean: {expression: ${name}_sold / ${name}_priced}
  ${name}_rank: {kind: rank, of: ${name}_sold}
  ${name}_share: {kind: share, of: ${name}_sold}
  ${name}_weight: {expression: SUM(weight)}
  ${name}_average: {expression: AVG(price)}
  ${name}_shops: {expression: COUNT(DISTINCT shop)}
  ${name}_rated: {expression: SUM(price), where: by.rating > 2}
`;
const MODEL = modelOf(
  lines('lines', 'lines'),
  lines('sent', 'lines', 'inner'),
  lines('none', 'no_lines'),
  `
dataset: suppliers
table: suppliers
columns: {code: bigint, name: text, nation: text, rating: integer}
key: [code]
links: {home: {to: nations, on: {nation: iso}}}
dimensions: {number: {expression: code}}
`,
  `
dataset: nations
table: nations
columns: {iso: text, label: text}
key: [iso]
`,
  `
dataset: calls
table: calls
columns: {supplier: bigint, minutes: integer}
links: {by: {to: suppliers, on: {supplier: code}}}
metrics: {minutes: {expression: SUM(minutes)}}
`,
);

let asked: AskedByHand;
beforeAll(async () => {
  asked = await openAskedByHand(MODEL, TABLES);
});
afterAll(() => asked.close());
const expectRows = (of: Case): Promise<void> => asked.expectRows(of);

/** The relation that is aggregated first, where there is one. */
const isEarly = (input: MetricQueryInput): boolean =>
  /aggregate \w+_keys/.test(printPlan(planFor(MODEL, read(MODEL, input)).root));

const by = (...paths: readonly string[]): Pick<MetricQueryInput, 'dimensions'> => ({
  dimensions: paths.map((path) => ({ path })),
});
const JOINED = 'lines AS l LEFT JOIN suppliers AS s ON l.supplier = s.code';
const SOLD = ['lines_sold', 'lines_lines', 'lines_priced', 'lines_late', 'lines_least', 'lines_last', 'lines_mean'];
const MEASURES = `sum(price), count(*), count(price), count(*) FILTER (WHERE late), min(price), max(sent_on),
  CAST(sum(price) AS DOUBLE) / nullif(count(price), 0)`;

describe('rows are aggregated before they are joined', () => {
  test.each<Case>([
    {
      name: 'lines without a supplier and those of unknown ones are one group; a key that is there twice counts twice',
      ask: { metrics: SOLD, ...by('by.number', 'by.name') },
      sql: `SELECT s.code, s.name, ${MEASURES} FROM ${JOINED} GROUP BY 1, 2`,
    },
    {
      name: 'by the row’s own key, each unknown one stays a group of its own',
      ask: { metrics: SOLD, ...by('by.code', 'by.name') },
      sql: `SELECT l.supplier, s.name, ${MEASURES} FROM ${JOINED} GROUP BY 1, 2`,
    },
    {
      name: 'what is reached from there is joined afterwards too',
      ask: { metrics: SOLD, ...by('by.number', 'by.home.label') },
      sql: `SELECT s.code, n.label, ${MEASURES} FROM ${JOINED} LEFT JOIN nations n ON s.nation = n.iso GROUP BY 1, 2`,
    },
    {
      name: 'with periods, and other dimensions of the rows',
      ask: {
        metrics: SOLD,
        dimensions: [
          { path: 'by.number' },
          { path: 'by.name' },
          { path: 'shop' },
          { path: 'metric_time', grain: 'month' },
        ],
      },
      sql: `SELECT s.code, s.name, l.shop, CAST(date_trunc('month', sent_on) AS DATE), ${MEASURES} FROM ${JOINED} GROUP BY 1, 2, 3, 4`,
    },
    {
      name: 'conditions on the rows go before, those on groups come after',
      ask: {
        metrics: SOLD,
        ...by('by.number', 'by.name'),
        time: { days: { from: '2024-01-01', through: '2024-02-29' } },
        where: [{ path: 'late', is: { eq: true } }],
        having: [{ metric: 'lines_lines', is: { gte: 1 } }],
      },
      sql: `SELECT s.code, s.name, ${MEASURES} FROM ${JOINED}
        WHERE sent_on BETWEEN '2024-01-01' AND '2024-02-29' AND late GROUP BY 1, 2 HAVING count(*) >= 1`,
    },
    {
      name: 'a link that drops lines without a supplier',
      ask: { metrics: ['sent_sold', 'sent_lines'], ...by('by.number', 'by.name') },
      sql: 'SELECT s.code, s.name, sum(price), count(*) FROM lines l JOIN suppliers s ON l.supplier = s.code GROUP BY 1, 2',
    },
    {
      name: 'ranks, and shares of what the rows have in all',
      ask: { metrics: ['lines_rank', 'lines_share', 'lines_sold'], ...by('by.number', 'by.name') },
      sql: `SELECT s.code, s.name, rank() OVER (ORDER BY sum(price) DESC NULLS LAST),
        CAST(sum(price) AS DOUBLE) / (SELECT CAST(sum(price) AS DOUBLE) FROM lines), sum(price) FROM ${JOINED} GROUP BY 1, 2`,
    },
    {
      name: 'pages',
      ask: {
        metrics: ['lines_sold'],
        ...by('by.number', 'by.name'),
        orderBy: [{ by: 'lines_sold', direction: 'desc' }],
        limit: 2,
      },
      sql: `SELECT s.code, s.name, sum(price) FROM ${JOINED} GROUP BY 1, 2 ORDER BY 3 DESC NULLS LAST LIMIT 2`,
    },
    {
      name: 'two facts, each before it is joined',
      ask: { metrics: ['lines_sold', 'minutes'], ...by('by.number', 'by.name') },
      sql: `WITH a AS (SELECT s.code, s.name, sum(price) AS sold FROM ${JOINED} GROUP BY 1, 2),
        b AS (SELECT s.code, s.name, sum(minutes) AS minutes FROM calls c LEFT JOIN suppliers s ON c.supplier = s.code GROUP BY 1, 2)
        SELECT coalesce(a.code, b.code), coalesce(a.name, b.name), sold, minutes FROM a FULL JOIN b
          ON a.code IS NOT DISTINCT FROM b.code AND a.name IS NOT DISTINCT FROM b.name`,
    },
    {
      name: 'no rows',
      ask: { metrics: ['none_sold', 'none_lines'], ...by('by.number', 'by.name') },
      sql: 'SELECT 1 WHERE false',
    },
  ])('$name', async (each) => {
    expect(isEarly(each.ask)).toBe(true);
    await expectRows(each);
  });
});

describe('rows are joined first', () => {
  test.each<Case>([
    {
      name: 'where the groups do not hold the key: there may be few of them',
      ask: { metrics: SOLD, ...by('by.name') },
      sql: `SELECT s.name, ${MEASURES} FROM ${JOINED} GROUP BY 1`,
    },
    {
      name: 'where a condition on the other side leaves few rows',
      ask: { metrics: SOLD, ...by('by.number', 'by.name'), where: [{ path: 'by.rating', is: { gte: 3 } }] },
      sql: `SELECT s.code, s.name, ${MEASURES} FROM ${JOINED} WHERE s.rating >= 3 GROUP BY 1, 2`,
    },
    {
      name: 'where a metric reads the other side',
      ask: { metrics: ['lines_sold', 'lines_rated'], ...by('by.number', 'by.name') },
      sql: `SELECT s.code, s.name, sum(price), sum(price) FILTER (WHERE s.rating > 2) FROM ${JOINED} GROUP BY 1, 2`,
    },
    {
      name: 'where each row is a group of its own',
      ask: { metrics: SOLD, ...by('id', 'by.code', 'by.name') },
      sql: `SELECT l.id, l.supplier, s.name, ${MEASURES} FROM ${JOINED} GROUP BY 1, 2, 3`,
    },
    {
      name: 'means, which are not made of means',
      ask: { metrics: ['lines_average', 'lines_sold'], ...by('by.number', 'by.name') },
      sql: `SELECT s.code, s.name, avg(price), sum(price) FROM ${JOINED} GROUP BY 1, 2`,
    },
    {
      name: 'distinct counts, which are not the sum of distinct counts',
      ask: { metrics: ['lines_shops'], ...by('by.number', 'by.name') },
      sql: `SELECT s.code, s.name, count(DISTINCT shop) FROM ${JOINED} GROUP BY 1, 2`,
    },
    {
      name: 'sums of doubles, which depend on the order',
      ask: {
        metrics: ['lines_weight'],
        ...by('by.code', 'by.name'),
        where: [{ path: 'supplier', is: { in: [2, 9] } }],
      },
      sql: `SELECT l.supplier, s.name, sum(weight) FROM ${JOINED} WHERE l.supplier IN (2, 9) GROUP BY 1, 2`,
    },
  ])('$name', async (each) => {
    expect(isEarly(each.ask)).toBe(false);
    await expectRows(each);
  });
});
