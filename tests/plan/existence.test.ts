import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { planFor } from '../../src/plan/plan-for.js';
import { printPlan } from '../../src/plan/print-plan.js';
import type { MetricQueryInput } from '../../src/request/query-input.js';
import { type AskedByHand, openAskedByHand } from '../builders/ask-by-hand.js';
import { modelOf } from '../builders/compile.js';
import { read } from '../builders/request.js';

/** A customer without a key, one that is there twice, orders of nobody, of unknown customers, and without a key or state. */
const TABLES = `
CREATE TABLE customers (id BIGINT, area VARCHAR, credit DECIMAL(10,2));
INSERT INTO customers VALUES
  (1, 'north', 10.00), (2, 'north', 10.00), (3, 'south', 5.50), (4, NULL, 7.00), (5, 'south', NULL), (6, 'east', 1.25),
  (7, 'east', 8.00), (7, 'east', 8.00), (NULL, 'north', 99.00);
CREATE TABLE orders (id BIGINT, customer BIGINT, state VARCHAR, amount INTEGER, shop BIGINT);
INSERT INTO orders VALUES
  (1, 1, 'open', 3, 1), (2, 1, 'open', 4, 2), (3, 1, 'shut', 9, 1), (4, 2, 'shut', 2, 2), (5, 3, NULL, 5, 3),
  (6, NULL, 'open', 6, 1), (7, 42, 'open', 7, 1), (NULL, 4, 'open', 8, NULL), (9, 7, 'open', 1, 2), (10, 4, 'lost', 8, 9);
CREATE TABLE lines (number BIGINT, order_id BIGINT, late BOOLEAN);
INSERT INTO lines VALUES (1, 1, true), (2, 1, true), (3, 2, false), (4, 4, NULL), (5, 9, true), (6, NULL, true);
CREATE TABLE shops (id BIGINT, city VARCHAR);
INSERT INTO shops VALUES (1, 'Rome'), (2, NULL), (3, 'Oslo');
CREATE TABLE no_orders AS FROM orders LIMIT 0;
`;

const MODEL = modelOf(
  `
dataset: customers
table: customers
columns: {id: bigint, area: text, credit: "decimal(10,2)"}
key: [id]
links:
  orders: {to: orders, on: {id: customer}, many: true}
  bought: {to: orders, on: {id: customer}, many: true, join: inner}
  labelled: {to: orders, on: {id: customer}, many: true, default: nothing}
  never: {to: no_orders, on: {id: customer}, many: true}
metrics:
  customers: {expression: COUNT(*), empty: 0}
  credit: {expression: SUM(credit)}
  middle: {expression: MEDIAN(credit)}
  areas: {expression: COUNT(DISTINCT area)}
  rich: {expression: COUNT(*), where: credit > 6, empty: 0}
  rich_rate: {expression: rich / customers}
`,
  ...['orders', 'no_orders'].map(
    (name) => `
dataset: ${name}
table: ${name}
columns: {id: bigint, customer: bigint, state: text, amount: integer, shop: bigint}
key: [id]
links:
  lines: {to: lines, on: {id: order_id}, many: true}
  shop: {to: shops, on: {shop: id}}
  open_shop: {to: shops, on: {shop: id}, join: inner}
`,
  ),
  `
dataset: lines
table: lines
columns: {number: bigint, order_id: bigint, late: boolean}
key: [number]
`,
  `
dataset: shops
table: shops
columns: {id: bigint, city: text}
key: [id]
`,
);

let asked: AskedByHand;
beforeAll(async () => {
  asked = await openAskedByHand(MODEL, TABLES);
});
afterAll(() => asked.close());

type Where = NonNullable<MetricQueryInput['where']>;
const question = (where: Where): MetricQueryInput => ({
  metrics: ['customers', 'credit', 'middle', 'areas', 'rich', 'rich_rate'],
  dimensions: [{ path: 'area' }],
  where,
});
const is = (path: string, test: Where[number]['is']): Where[number] => ({ path, is: test });

const joinsIn = (where: Where): readonly string[] =>
  printPlan(planFor(MODEL, read(MODEL, question(where))).root).match(/\w+(?= join)/g) ?? [];

/** @param where of SQL over customers c */
const expectRows = (ask: Where, where: string, from = 'customers c'): Promise<void> =>
  asked.expectRows({
    ask: question(ask),
    sql: `SELECT area, count(*), sum(credit), CAST(median(credit) AS DOUBLE), count(DISTINCT area),
      count(*) FILTER (WHERE credit > 6), CAST(count(*) FILTER (WHERE credit > 6) AS DOUBLE) / count(*)
      FROM ${from} WHERE ${where} GROUP BY 1`,
  });

const some = (more: string, from = 'orders o'): string =>
  `EXISTS (SELECT 1 FROM ${from} WHERE o.customer = c.id AND ${more})`;
const NONE = 'NOT EXISTS (SELECT 1 FROM orders o WHERE o.customer = c.id)';
const WITH_LINES = 'orders o LEFT JOIN lines l ON l.order_id = o.id';
const WITH_SHOPS = 'orders o LEFT JOIN shops s ON s.id = o.shop';

/** Here no row is told apart by its key: one that is there twice counts twice. */
describe('a condition over a link to many asks for a partner', () => {
  test.each<{ name: string; ask: Where; sql: string; joins: readonly string[] }>([
    {
      name: 'one that passes',
      ask: [is('orders.state', { eq: 'open' })],
      sql: some("state = 'open'"),
      joins: ['semi'],
    },
    {
      name: 'several conditions are of one partner',
      ask: [is('orders.state', { eq: 'open' }), is('orders.amount', { gt: 4 })],
      sql: some("state = 'open' AND amount > 4"),
      joins: ['semi'],
    },
    {
      name: 'with alternatives and their contrary',
      ask: [{ any: [is('orders.state', { eq: 'shut' }), { not: is('orders.amount', { gt: 3 }) }] }],
      sql: some("(state = 'shut' OR NOT amount > 3)"),
      joins: ['semi'],
    },
    { name: 'one at all', ask: [is('orders.customer', { isNull: false })], sql: some('true'), joins: ['semi'] },
    { name: 'none', ask: [is('orders.customer', { isNull: true })], sql: NONE, joins: ['anti'] },
    {
      name: 'none, of a table without rows',
      ask: [is('never.customer', { isNull: true })],
      sql: 'true',
      joins: ['anti'],
    },
    { name: 'one, of a table without rows', ask: [is('never.amount', { gt: 0 })], sql: 'false', joins: ['semi'] },
    {
      name: 'none, and a condition on the row itself',
      ask: [is('orders.customer', { isNull: true }), is('credit', { gt: 2 })],
      sql: `${NONE} AND credit > 2`,
      joins: ['anti'],
    },
    {
      name: 'one that no partner can be',
      ask: [is('orders.customer', { isNull: true }), is('orders.state', { eq: 'open' })],
      sql: 'false',
      joins: ['semi'],
    },
    {
      name: 'what the partner reaches',
      ask: [is('orders.shop.city', { eq: 'Rome' }), is('orders.amount', { lt: 9 })],
      sql: some("city = 'Rome' AND amount < 9", WITH_SHOPS),
      joins: ['semi', 'inner'],
    },
    {
      name: 'what the partner reaches, or does not',
      ask: [is('orders.shop.city', { isNull: true }), is('orders.amount', { gt: 0 })],
      sql: some('city IS NULL AND amount > 0', WITH_SHOPS),
      joins: ['semi', 'left'],
    },
    {
      name: 'partners of partners',
      ask: [is('orders.lines.late', { eq: true })],
      sql: some('late', WITH_LINES),
      joins: ['semi', 'inner'],
    },
    {
      name: 'a link that leaves out rows without partners',
      ask: [is('bought.state', { isNull: true })],
      sql: some('state IS NULL'),
      joins: ['semi'],
    },
    {
      name: 'a link from the partner that leaves out rows',
      ask: [is('orders.open_shop.city', { isNull: true })],
      sql: some('city IS NULL', 'orders o JOIN shops s ON s.id = o.shop'),
      joins: ['semi', 'inner'],
    },
    {
      name: 'two links, each for itself',
      ask: [is('orders.state', { eq: 'open' }), is('bought.amount', { gt: 8 }), is('never.customer', { isNull: true })],
      sql: `${some("state = 'open'")} AND ${some('amount > 8')}`,
      joins: ['anti', 'semi', 'semi'],
    },
  ])('$name', async ({ ask, sql, joins }) => {
    expect(joinsIn(ask)).toEqual(joins);
    await expectRows(ask, sql);
  });

  test('its key need not be unique', async () => {
    const { warnings } = await asked.answer(question([is('orders.state', { eq: 'open' })]));
    expect(warnings).toEqual([]);
  });
});

test('the way is told all the same', async () => {
  const { proof } = await asked.answer(
    question([is('orders.lines.late', { eq: true }), is('never.customer', { isNull: true })]),
  );
  const { paths } = proof.explain();
  expect(paths.map(({ path, join }) => `${join} ${path}`).sort()).toEqual([
    'inner orders',
    'inner orders.lines',
    'left never',
  ]);
});

/** Each row once for each group, told apart by its key. */
describe('partners are joined', () => {
  const DISTINCT = '(SELECT DISTINCT * FROM customers) c';
  test.each<{ name: string; ask: Where; sql: string }>([
    {
      name: 'where an attribute may be NULL or its partner missing',
      ask: [is('orders.state', { isNull: true })],
      sql: `(${NONE} OR ${some('state IS NULL')})`,
    },
    {
      name: 'also where the attribute is the partner’s key',
      ask: [is('orders.id', { isNull: true })],
      sql: `(${NONE} OR ${some('id IS NULL')})`,
    },
    {
      name: 'where the row itself may pass instead',
      ask: [{ any: [is('orders.state', { eq: 'shut' }), is('area', { eq: 'south' })] }],
      sql: `(${some("state = 'shut'")} OR area = 'south')`,
    },
    {
      name: 'where a label stands for those without',
      ask: [is('labelled.state', { eq: 'nothing' })],
      sql: NONE,
    },
  ])('$name', async ({ ask, sql }) => {
    expect(joinsIn(ask)).toEqual(['left']);
    await expectRows(ask, sql, DISTINCT);
  });

  test('where groups are made by them: conditions speak of the same partner', async () => {
    const ask: MetricQueryInput = {
      metrics: ['customers', 'credit'],
      dimensions: [{ path: 'orders.state' }],
      where: [is('orders.amount', { gt: 3 })],
    };
    const sql = `SELECT state, count(*), sum(credit) FROM
      (SELECT DISTINCT state, c.* FROM customers c JOIN orders o ON o.customer = c.id WHERE amount > 3) GROUP BY 1`;
    await asked.expectRows({ ask, sql });
  });
});
