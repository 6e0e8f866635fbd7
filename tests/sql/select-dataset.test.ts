import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readDefinitions } from '../../src/definitions/read-definitions.js';
import { openMemoryDuckdb } from '../../src/engine/duckdb/duckdb-engine.js';
import type { Engine, ResultColumn } from '../../src/engine/engine.js';
import { compileModel } from '../../src/model/compile-model.js';
import type { Model } from '../../src/model/model.js';
import { fingerprintOf } from '../../src/plan/fingerprint.js';
import { type Plan, planFor } from '../../src/plan/plan-for.js';
import { tablesOf } from '../../src/plan/tables.js';
import type { MetricQueryInput } from '../../src/request/query-input.js';
import { dialects } from '../../src/sql/dialects/dialects.js';
import { toSql } from '../../src/sql/to-sql.js';
import { read } from '../builders/request.js';

const DEFINITIONS = `
dataset: countries
table: countries
columns: {code: text, region: text}
key: [code]
---
dataset: sales
sql: >-
  SELECT 'web' AS source, sale_id, day, amount, country FROM sales_web
  UNION ALL SELECT 'store', sale_id, day, amount, country FROM sales_store
tables:
  sales_web: {sale_id: integer, day: date, amount: "decimal(10,2)", country: text}
  sales_store: {sale_id: integer, day: date, amount: "decimal(10,2)", country: text}
columns: {source: text, sale_id: integer, day: date, amount: "decimal(10,2)", country: text}
key: [source, sale_id]
time: day
links: {place: {to: countries, on: {country: code}, join: inner}}
metrics: {sales: {expression: SUM(amount)}, sold: {expression: COUNT(*), empty: 0}}
---
dataset: lines
sql: >-
  SELECT i.order_id, i.line_no, i.qty * i.price AS total, o."group", o.day
  FROM items i JOIN lake.orders AS o ON o.order_id = i.order_id
tables:
  items: {order_id: integer, line_no: integer, qty: integer, price: "decimal(10,2)"}
  lake.orders: {order_id: integer, group: text, day: date}
columns: {order_id: integer, line_no: integer, total: "decimal(18,2)", group: text, day: date}
metrics: {revenue: {expression: SUM(total)}, lines: {expression: COUNT(*)}}
---
dataset: days
sql: >-
  WITH busy AS (SELECT country, day, SUM(amount) AS paid FROM sales_web GROUP BY country, day HAVING COUNT(*) > 1)
  SELECT DISTINCT s.country, s.day, b.paid FROM sales_web s LEFT JOIN busy AS b ON b.country = s.country AND b.day = s.day
  WHERE s.amount > -1
tables: {sales_web: {sale_id: integer, day: date, amount: "decimal(10,2)", country: text}}
metrics: {active_days: {expression: COUNT(*)}, busy_paid: {expression: SUM(paid)}}
`;

const TABLES = [
  "CREATE TABLE countries AS SELECT * FROM (VALUES ('DE', 'EU'), ('FR', 'EU'), ('BR', 'SA')) AS t(code, region)",
  `CREATE TABLE sales_web AS SELECT sale_id, CAST(day AS DATE) AS day, CAST(amount AS DECIMAL(10,2)) AS amount, country FROM (VALUES
    (1, '2024-01-01', '10.50', 'DE'), (2, '2024-01-01', '0.25', 'DE'), (3, '2024-01-02', '7', 'FR'), (4, '2024-01-02', NULL, 'BR'),
    (5, '2024-01-03', '1', 'XX'), (6, '2024-01-03', '2', NULL), (7, '2024-01-01', '10.50', 'DE')) AS t(sale_id, day, amount, country)`,
  `CREATE TABLE sales_store AS SELECT sale_id, CAST(day AS DATE) AS day, CAST(amount AS DECIMAL(10,2)) AS amount, country FROM (VALUES
    (1, '2024-01-01', '100', 'DE'), (2, '2024-01-02', '200', 'BR'), (3, '2024-01-03', '300', 'XX')) AS t(sale_id, day, amount, country)`,
  'CREATE SCHEMA lake',
  `CREATE TABLE lake.orders AS SELECT order_id, "group", CAST(day AS DATE) AS day FROM (VALUES (1, 'a', '2024-01-01'), (2, 'b', '2024-01-02'), (3, NULL, '2024-01-03')) AS t(order_id, "group", day)`,
  `CREATE TABLE items AS SELECT order_id, line_no, qty, CAST(price AS DECIMAL(10,2)) AS price FROM (VALUES
    (1, 1, 2, '1.25'), (1, 2, 1, '1.25'), (2, 1, 3, '0.10'), (3, 1, 1, '99999999.99'), (9, 1, 1, '5')) AS t(order_id, line_no, qty, price)`,
];

const NEVER = new AbortController().signal;
let engine: Engine;
let model: Model;

beforeAll(async () => {
  const definitions = readDefinitions([{ path: 'm.yaml', text: DEFINITIONS }]);
  const compiled = compileModel(definitions.definitions);
  expect([...definitions.problems, ...compiled.problems]).toEqual([]);
  model = compiled.model;
  engine = await openMemoryDuckdb(async (run) => {
    for (const statement of TABLES) await run(statement);
  });
});
afterAll(() => engine.close());

const planOf = (input: MetricQueryInput): Plan => planFor(model, read(model, input));

async function rowsOf(
  text: string,
  parameters: Parameters<Engine['run']>[0]['parameters'],
  columns: readonly ResultColumn[],
): Promise<string[]> {
  const rows = await engine.run({ text, parameters, columns }, NEVER);
  return Array.from({ length: rows.rowCount }, (_, row) =>
    JSON.stringify(rows.values.map((column) => column[row])),
  ).sort();
}

const SALES = "(SELECT 'web' AS source, * FROM sales_web UNION ALL SELECT 'store', * FROM sales_store) AS s";
const LINES =
  '(SELECT i.*, CAST(i.qty * i.price AS DECIMAL(18,2)) AS total, o."group", o.day FROM items i JOIN lake.orders o USING (order_id)) AS l';

describe('a dataset given by sql', () => {
  test.each<{ name: string; ask: MetricQueryInput; byHand: string }>([
    { name: 'all its arms', ask: { metrics: ['sales', 'sold'] }, byHand: `SELECT SUM(amount), COUNT(*) FROM ${SALES}` },
    {
      name: 'each arm by itself',
      ask: { metrics: ['sales', 'sold'], dimensions: [{ path: 'source' }] },
      byHand: `SELECT source, SUM(amount), COUNT(*) FROM ${SALES} GROUP BY 1`,
    },
    {
      name: 'a filter on all arms',
      ask: { metrics: ['sold'], dimensions: [{ path: 'source' }], where: [{ path: 'country', is: { eq: 'DE' } }] },
      byHand: `SELECT source, COUNT(*) FROM ${SALES} WHERE country = 'DE' GROUP BY 1`,
    },
    {
      name: 'a filter with OR',
      ask: {
        metrics: ['sold'],
        where: [
          {
            any: [
              { path: 'country', is: { eq: 'BR' } },
              { path: 'source', is: { eq: 'store' } },
            ],
          },
        ],
      },
      byHand: `SELECT COUNT(*) FROM ${SALES} WHERE country = 'BR' OR source = 'store'`,
    },
    {
      name: 'a range of its time',
      ask: { metrics: ['sales'], time: { days: { from: '2024-01-02', through: '2024-01-03' } } },
      byHand: `SELECT SUM(amount) FROM ${SALES} WHERE day >= DATE '2024-01-02'`,
    },
    {
      name: 'an inner link of each row',
      ask: { metrics: ['sales', 'sold'], dimensions: [{ path: 'place.region' }] },
      byHand: `SELECT region, SUM(amount), COUNT(*) FROM ${SALES} JOIN countries ON code = country GROUP BY 1`,
    },
    {
      name: 'joined tables',
      ask: { metrics: ['revenue', 'lines'], dimensions: [{ path: 'group' }] },
      byHand: `SELECT "group", SUM(total), COUNT(*) FROM ${LINES} GROUP BY 1`,
    },
    {
      name: 'joined tables under a condition',
      ask: { metrics: ['revenue'], where: [{ path: 'total', is: { lt: '3' } }] },
      byHand: `SELECT SUM(total) FROM ${LINES} WHERE total < 3`,
    },
    {
      name: 'groups, WITH, DISTINCT, HAVING and a left join',
      ask: { metrics: ['active_days', 'busy_paid'], dimensions: [{ path: 'country' }] },
      byHand:
        'SELECT country, COUNT(*), SUM(paid) FROM (SELECT DISTINCT w.country, w.day, (SELECT SUM(v.amount) FROM sales_web v WHERE v.country = w.country AND v.day = w.day HAVING COUNT(*) > 1) AS paid FROM sales_web w WHERE w.amount > -1) GROUP BY 1',
    },
  ])('answers over $name', async ({ ask, byHand }) => {
    const plan = planOf(ask);
    const statement = toSql(plan.root, plan.columns, dialects.duckdb);
    const expected = await rowsOf(byHand, [], plan.columns);
    expect(expected.length).toBeGreaterThan(0);
    expect(await rowsOf(statement.text, statement.parameters, plan.columns)).toEqual(expected);
  });

  test('reads its tables and no other', () => {
    expect(tablesOf(planOf({ metrics: ['sales'] }).root)).toEqual(['sales_store', 'sales_web']);
    expect(tablesOf(planOf({ metrics: ['revenue'] }).root)).toEqual(['items', 'lake.orders']);
  });

  test('is part of the fingerprint with all that it says', () => {
    const changed = compileModel(
      readDefinitions([{ path: 'm.yaml', text: DEFINITIONS.replace('s.amount > -1', 's.amount > -2') }]).definitions,
    ).model;
    const fingerprintIn = (of: Model) => fingerprintOf(planFor(of, read(of, { metrics: ['active_days'] })).root);
    expect(fingerprintIn(changed)).not.toBe(fingerprintIn(model));
  });

  test('prints for each engine', () => {
    const { root, columns } = planOf({ metrics: ['sold'], where: [{ path: 'country', is: { eq: 'DE' } }] });
    expect(toSql(root, columns, dialects.trino).text).toContain(
      `FROM (
  SELECT 'web' AS "source",
    "sales_web"."sale_id" AS "sale_id",
    "sales_web"."day" AS "day",
    "sales_web"."amount" AS "amount",
    "sales_web"."country" AS "country"
  FROM "sales_web" AS "sales_web"
  UNION ALL
  SELECT 'store' AS "source",`,
    );
    const days = planOf({ metrics: ['active_days'] });
    expect(toSql(days.root, days.columns, dialects.duckdb).text).toContain(
      'SELECT DISTINCT "s"."country" AS "country"',
    );
  });
});
