import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { importOssie, type OssieImport } from '../../../src/exchange/ossie/import/import-ossie.js';
import type { MetricQueryInput } from '../../../src/request/query-input.js';
import type { Asked } from '../../builders/ask.js';
import { type ByHand, openByHand } from '../../builders/by-hand.js';
import { modelOf } from '../../builders/compile.js';
import { openTpch, SETUP } from './tpch.js';

const importFile = (path: string): OssieImport =>
  importOssie({ path, text: readFileSync(`tests/exchange/ossie/${path}`, 'utf8') }, undefined);

let byHand: ByHand;
beforeAll(async () => {
  byHand = await openByHand(SETUP.join(';\n'));
});
afterAll(() => byHand?.close());

/** Questions to what was imported, and the same by hand over the tables. */
const ANSWERS: Readonly<Record<string, readonly (readonly [input: MetricQueryInput, sql: string])[]>> = {
  'sales.0.1.1.json': [
    [
      { metrics: ['total_sales', 'order_count', 'sales_per_customer', 'urgent_share', 'average_order'] },
      `SELECT SUM(o_totalprice), COUNT(*), SUM(o_totalprice) / (SELECT COUNT(*) FROM tpch.customer),
         COUNT(*) FILTER (WHERE o_orderpriority IN ('1-URGENT', '2-HIGH')) / COUNT(*), SUM(o_totalprice) / COUNT(*)
       FROM tpch.orders`,
    ],
    [
      { metrics: ['total_sales'], dimensions: [{ path: 'customers.segment' }] },
      `SELECT c_mktsegment, SUM(o_totalprice) FROM tpch.orders JOIN tpch.customer ON c_custkey = o_custkey GROUP BY 1`,
    ],
    [
      { metrics: ['building_sales'], dimensions: [{ path: 'metric_time', grain: 'year' }] },
      `SELECT DATE_TRUNC('year', o_orderdate), SUM(CASE WHEN c_mktsegment = 'BUILDING' THEN o_totalprice * 0.9 ELSE 0 END)
       FROM tpch.orders JOIN tpch.customer ON c_custkey = o_custkey GROUP BY 1`,
    ],
    [
      { metrics: ['order_count'], dimensions: [{ path: 'customers.phone_country' }] },
      'SELECT SUBSTRING(c_phone, 1, 2), COUNT(*) FROM tpch.orders JOIN tpch.customer ON c_custkey = o_custkey GROUP BY 1',
    ],
  ],
  'supply.0.2.yaml': [
    [
      { metrics: ['units', 'given', 'mean_rate', 'french_units', 'units_per_balance'] },
      `SELECT SUM(l_quantity), SUM(l_extendedprice * l_discount), AVG(l_discount),
         SUM(l_quantity) FILTER (WHERE n_name = 'FRANCE'), SUM(l_quantity) / (SELECT SUM(s_acctbal) FROM tpch.supplier)
       FROM tpch.lineitem JOIN tpch.supplier ON s_suppkey = l_suppkey JOIN tpch.nation ON n_nationkey = s_nationkey`,
    ],
    [
      { metrics: ['units'], dimensions: [{ path: 'suppliers.nations.nation' }, { path: 'shipped_year' }] },
      `SELECT n_name, YEAR(l_shipdate), SUM(l_quantity)
       FROM tpch.lineitem JOIN tpch.supplier ON s_suppkey = l_suppkey JOIN tpch.nation ON n_nationkey = s_nationkey GROUP BY 1, 2`,
    ],
    [
      { metrics: ['given'], dimensions: [{ path: 'days_in_hand' }] },
      'SELECT l_commitdate - l_shipdate, SUM(l_extendedprice * l_discount) FROM tpch.lineitem GROUP BY 1',
    ],
  ],
};

describe.each(Object.entries(ANSWERS))('%s, from another tool', (path, questions) => {
  const { files } = importFile(path);
  let asked: Asked;
  beforeAll(async () => {
    asked = await openTpch(modelOf(...files.map(({ text }) => text)));
  });
  afterAll(() => asked?.close());

  test.each(questions)('answers %j as the tables do', async (input, sql) => {
    const ours = await asked.rows(input);
    const theirs = (await byHand.rows(sql)).map((row) => Object.values(row));
    expect(theirs.length).toBeGreaterThan(0);
    expect(sorted(ours)).toEqual(sorted(theirs));
  });
});

describe('what is told of another tool’s document', () => {
  const told = (path: string, outcome: string): readonly string[] =>
    importFile(path)
      .report.filter((line) => line.outcome === outcome)
      .map(({ what, message, code }) => [what, message, code].filter(Boolean).join(': '));

  test('losses', () => {
    expect(told('supply.0.2.yaml', 'loss')).toEqual([]);
    expect(told('sales.0.1.1.json', 'loss').toSorted()).toEqual([
      'dataset "customers": The extension of DBT is for others to read.',
      'dataset "recent": Its source is no table: a query is made a view of the database, or sql: of a dataset.',
      'field "Orders.clerk_number": It is written only in TABLEAU, which is no SQL.',
      'field "customers.segment": Its ai_context has no place here.',
      'field "customers.segment": Its label "filter", which is a category there, has no place here.',
      'metric "mdx_only": It is written only in MDX, which is no SQL.',
      'metric "of_nothing": "nowhere.amount" is no field of a dataset that is imported.',
      'metric "rows_of_what": It counts rows, and does not say of which dataset.',
      'metric "running_sales": Its SQL is not one of our expressions. The expression should end before OVER. In: SUM(orders.o_totalprice) OVER (ORDER BY orders.ordered_on): INVALID_EXPRESSION',
      'metric "unknown_function": Left out: There is no function "GEO_DISTANCE" here.: UNKNOWN_FUNCTION',
      'model "sales": Its ai_context has no place here.',
      'model "sales": The extension of COMMON is for others to read.',
    ]);
  });

  test('guesses: types that nobody says, a name, the time, what / does', () => {
    const guesses = told('sales.0.1.1.json', 'guess');
    expect(guesses.length).toBe(16);
    expect(guesses).toEqual(
      expect.arrayContaining([
        'dataset "Orders": It is called "orders" here: names are lower-case letters, digits and _.',
        'dataset "Orders": metric_time is taken to be "ordered_on", its only time.',
        'field "Orders.o_custkey": Column "o_custkey" of tpch.orders is taken for bigint: the document does not say its type.',
        'field "Orders.o_totalprice": Column "o_totalprice" of tpch.orders is taken for double: the document does not say its type.',
        'field "Orders.ordered_on": Column "o_orderdate" of tpch.orders is taken for date: the document does not say its type; is_time is a role, not a type.',
        'field "customers.phone_country": It is written only for SNOWFLAKE, and taken as standard SQL.',
        'metric "average_order": / is taken as ours: it divides as doubles, and by 0 gives NULL. In: total_sales / order_count',
      ]),
    );
  });
});

/** As dbt-core 1.12.6 has written it, from the project in tests/exchange/dbt/bistro/latest. */
describe('the document that dbt writes of its project', () => {
  const { files, report } = importFile('dbt-bistro.0.1.1.json');
  const told = (what: string): readonly string[] =>
    report.filter((line) => line.what === `metric "${what}"` && line.outcome !== 'exact').map(({ message }) => message);

  test('compiles, as far as it says of which dataset a metric is', () => {
    const model = modelOf(...files.map(({ text }) => text));
    expect([...model.metrics.keys()]).toEqual(
      expect.arrayContaining(['revenue', 'food_orders', 'mean_amount', 'buyers', 'median_amount']),
    );
    expect(told('visits')).toEqual(['It counts rows, and does not say of which dataset.']);
    expect(told('br_revenue')).toEqual(['"customer__country" is a field of no dataset that is imported.']);
  });

  test('has growth without its offset and windows without their days, which is told', () => {
    expect(told('growth')).toContain(
      'It takes a value from itself, which is 0: the document may lack an offset in time.',
    );
    for (const metric of ['revenue_7d', 'revenue_mtd'])
      expect(told(metric)).toContain(
        'It says the same as "revenue": the document may lack what tells them apart, such as a window.',
      );
  });
});

/** In any order, and to nine digits. */
const sorted = (rows: readonly (readonly unknown[])[]): string[] =>
  rows.map((row) => row.map(plain).join(' | ')).sort();

function plain(value: unknown): string {
  const text = String(value);
  if (/^\d{4}-\d\d-\d\d/.test(text)) return text.slice(0, 10);
  return /^-?[\d.]+(e[+-]?\d+)?$/i.test(text) ? Number(text).toPrecision(9) : text;
}
