import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openDuckdb } from '../../src/engine/duckdb/duckdb-engine.js';
import { type ByHand, type HandRow, openByHand } from '../builders/by-hand.js';
import { expectEqualRows, type TypedColumn } from '../builders/equal-rows.js';
import { type Served, serve } from '../builders/serve.js';
import { replaced, tpchModel } from './tpch-model.js';
import { MAY_BE_EMPTY, OTHER_PARAMETERS } from './tpch-parameters.js';

const FOLDER = 'examples/tpch';
const read = (file: string): string => readFileSync(`${FOLDER}/${file}`, 'utf8');
const queries = readdirSync(`${FOLDER}/queries`).flatMap((file) =>
  file.endsWith('.graphql') ? [file.replace('.graphql', '')] : [],
);

interface Answer {
  readonly rows: readonly HandRow[];
  readonly columns: readonly TypedColumn[];
}

const asked = (input: string): string => `{ query(input: {${input}}) { rows columns { name type } } }`;

/** The same question put in other words. */
const OTHER_WAYS = [
  [
    'q04 by a metric of each order',
    'q04',
    asked(`metrics: ["orders"], dimensions: [{as: "o_orderpriority", path: "priority"}]
      time: {days: {from: "1993-07-01", through: "1993-09-30"}}
      where: [{metric: "late_lines", per: "order_key", is: {gt: 0}}]`),
  ],
  [
    'q18 by a condition on groups',
    'q18',
    asked(`metrics: ["units_sold"], having: [{metric: "units_sold", is: {gt: "300"}}], limit: 100
      dimensions: [
        {as: "c_name", path: "order.customer.name"}, {as: "c_custkey", path: "order.customer.customer_key"}
        {as: "o_orderkey", path: "order_key"}, {as: "o_orderdate", path: "order.order_date"}
        {as: "o_totalprice", path: "order.total_price"}
      ]
      orderBy: [{by: "o_totalprice", direction: DESC}, {by: "o_orderdate"}]`),
  ],
  [
    'q14 by the month of a named date',
    'q14',
    asked(`metrics: ["promo_revenue_percent"], where: [{path: "ship_date", grain: "month", is: {eq: "1995-09-01"}}]`),
  ],
] as const;

describe('examples/tpch', () => {
  let served: Served;
  let byHand: ByHand;

  beforeAll(async () => {
    served = await serveDefinitions({});
    byHand = await openByHand(read('views.sql'), { file_search_path: FOLDER });
  });

  afterAll(async () => {
    await served?.close();
    byHand?.close();
  });

  const expectSame = async (
    from: Served,
    query: string,
    sql: string,
    variables: object,
  ): Promise<readonly HandRow[]> => {
    const { data, errors } = await from.ask(read(`queries/${query}.graphql`), variables);
    expect(errors).toBeUndefined();
    const [answer] = Object.values(data ?? {}) as Answer[];
    const rows = await byHand.rows(sql);
    expectEqualRows(answer?.columns ?? [], answer?.rows ?? [], rows);
    return rows;
  };

  test('all 22 queries are there twice', () => {
    const files = readdirSync(`${FOLDER}/queries`).toSorted();
    expect(files).toEqual(queries.flatMap((name) => [`${name}.graphql`, `${name}.sql`]).toSorted());
    expect(queries.length).toBe(22);
  });

  test.each(queries)('%s has the rows of the SQL beside it', async (name) => {
    const rows = await expectSame(served, name, read(`queries/${name}.sql`), {});
    expect(rows.flatMap((row) => Object.values(row)).filter((value) => value !== null)).not.toEqual([]);
  });

  test.each(
    OTHER_PARAMETERS.map((other) => [`${other.query} with ${Object.values(other.sql).join(' ')}`, other] as const),
  )('%s', async (_name, { query, sql, variables = {}, definitions = {} }) => {
    const changes = Object.keys(definitions).length > 0;
    const from = changes ? await serveDefinitions(definitions) : served;
    try {
      const text = read(`queries/${query}.sql`);
      for (const constant of Object.keys(sql)) expect(text).toContain(constant);
      const rows = await expectSame(from, query, replaced(text, sql), variables);
      if (!MAY_BE_EMPTY.has(query)) expect(rows.length).toBeGreaterThan(0);
    } finally {
      if (changes) await from.close();
    }
  });

  test.each(OTHER_WAYS)('%s', async (_name, query, graphql) => {
    const { data, errors } = await served.ask(graphql);
    expect(errors).toBeUndefined();
    const [answer] = Object.values(data ?? {}) as Answer[];
    expectEqualRows(answer?.columns ?? [], answer?.rows ?? [], await byHand.rows(read(`queries/${query}.sql`)));
  });

  test('each query has three other sets of parameters', () => {
    const counted = queries.map((query) => OTHER_PARAMETERS.filter((other) => other.query === query).length);
    expect(counted).toEqual(queries.map(() => 3));
  });
});

const serveDefinitions = async (changes: Readonly<Record<string, string>>): Promise<Served> =>
  serve(tpchModel(changes), await openDuckdb({ data: [`${FOLDER}/data`] }));
