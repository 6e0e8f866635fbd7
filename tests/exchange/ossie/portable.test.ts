import { describe, expect, test } from '@jest/globals';
import { exportOssie } from '../../../src/exchange/ossie/export/export-ossie.js';
import { modelOf } from '../../builders/compile.js';
import { modelIn } from './projects.js';

const ORDERS = `
dataset: orders
table: shop.orders
columns: {order_id: bigint, customer_id: bigint, amount: "decimal(10,2)", weight: double, pieces: integer, country: text, paid: boolean, ordered_on: date, sent_at: timestamp, seen: hll}
key: [order_id]
time: ordered_on
links:
  customer: {to: customers, on: customer_id}
  known: {to: customers, on: {customer_id: customer_id}, join: inner}
dimensions:
  band: {expression: CASE WHEN amount > 10 THEN 'high' ELSE 'low' END}
  country: {expression: UPPER(country)}
metrics:
  orders: {expression: COUNT(*)}
  amount_sum: {expression: SUM(amount)}
`;
const CUSTOMERS = `
dataset: customers
table: shop.customers
columns: {customer_id: bigint, home: text, since: date}
key: [customer_id]
metrics: {customers: {expression: COUNT(*)}}
`;

/** What becomes of one more metric: its SQL for others, or why it has none. */
function said(metric: string): string {
  const model = modelOf(`${ORDERS}  m: ${metric}\n`, CUSTOMERS, SPINE);
  const { text, report } = exportOssie(model, [{ path: 'a.yaml', text: '' }], { version: '0.2', name: 'trial' });
  const written = modelIn(text).metrics?.find(({ name }) => name === 'm');
  const loss = report.find(({ outcome, what }) => outcome === 'loss' && what === 'metric "m"');
  return (
    written?.expression.dialects.map(({ dialect, expression }) => `${dialect} ${expression}`).join() ??
    `${loss?.message}`
  );
}
const SPINE = 'spine: {table: shop.days, column: day, grain: day}';

describe('an expression means the same to others', () => {
  test.each([
    ['{expression: COUNT(*)}', 'COUNT(orders.order_id)'],
    ['{expression: COUNT(*), where: paid}', 'COUNT(CASE WHEN orders.paid THEN orders.order_id END)'],
    ['{expression: "SUM(amount) FILTER (WHERE paid)"}', 'SUM(CASE WHEN orders.paid THEN orders.amount END)'],
    ['{expression: COUNT_IF(paid)}', 'COUNT(CASE WHEN orders.paid THEN orders.order_id END)'],
    // Without rows 0, and NULL where there are rows without a value
    ['{expression: SUM(amount), empty: 0}', 'CASE WHEN COUNT(orders.order_id) > 0 THEN SUM(orders.amount) ELSE 0 END'],
    ['{expression: COUNT(*), empty: null}', 'CASE WHEN COUNT(orders.order_id) > 0 THEN COUNT(orders.order_id) END'],
    // Never whole numbers, never an error
    ['{expression: SUM(pieces) / COUNT(*)}', 'CAST(SUM(orders.pieces) AS DOUBLE) / NULLIF(COUNT(orders.order_id), 0)'],
    ['{expression: SUM(weight) / 2}', 'SUM(orders.weight) / 2'],
    ['{expression: AVG(pieces)}', 'AVG(CAST(orders.pieces AS DOUBLE))'],
    ['{expression: SUM(pieces % 7)}', 'SUM(MOD(CAST(orders.pieces AS BIGINT), 7))'],
    [
      '{expression: "MAX(GREATEST(weight, 1e0))"}',
      'MAX(CASE WHEN orders.weight IS NULL OR 1e0 IS NULL THEN NULL ELSE GREATEST(orders.weight, 1e0) END)',
    ],
    ['{expression: SUM(SQRT(weight))}', 'SUM(SQRT(CASE WHEN orders.weight < 0 THEN NULL ELSE orders.weight END))'],
    ['{expression: "COUNT(DISTINCT band)"}', "COUNT(DISTINCT CASE WHEN orders.amount > 10 THEN 'high' ELSE 'low' END)"],
    [
      '{expression: "PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY weight)"}',
      'PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY orders.weight)',
    ],
    [
      '{expression: COUNT(*), where: "STARTS_WITH(customer.home, \'B\')"}',
      "COUNT(CASE WHEN STARTSWITH(customers.home, 'B') THEN orders.order_id END)",
    ],
    [
      '{expression: COUNT(*), where: "ordered_on >= \'2024-01-01\'"}',
      "COUNT(CASE WHEN orders.ordered_on >= DATE '2024-01-01' THEN orders.order_id END)",
    ],
    [
      "{expression: \"MIN(DATE_DIFF('day', ordered_on, DATE '2024-01-01'))\"}",
      "MIN(DATEDIFF(day, orders.ordered_on, DATE '2024-01-01'))",
    ],
    ['{expression: "MAX(DATE_TRUNC(\'month\', sent_at))"}', "MAX(DATE_TRUNC('month', orders.sent_at))"],
    ['{expression: COUNT(DISTINCT customer.home)}', 'COUNT(DISTINCT customers.home)'],
    [
      '{expression: amount_sum / customers}',
      'CAST(SUM(orders.amount) AS DOUBLE) / NULLIF(COUNT(customers.customer_id), 0)',
    ],
    [
      '{kind: ratio, numerator: {metric: orders, where: paid}, denominator: orders}',
      'CAST(COUNT(CASE WHEN orders.paid THEN orders.order_id END) AS DOUBLE) / NULLIF(COUNT(orders.order_id), 0)',
    ],
    [
      '{expression: a - b, where: paid, inputs: {a: amount_sum, b: {metric: amount_sum, where: pieces > 1}}}',
      'SUM(CASE WHEN orders.paid THEN orders.amount END) - SUM(CASE WHEN orders.pieces > 1 AND orders.paid THEN orders.amount END)',
    ],
  ])('%s', (metric, sql) => {
    expect(said(metric)).toBe(`ANSI_SQL ${sql}`);
  });
});

describe('what would mean something else is left out, and told', () => {
  test.each([
    [
      '{expression: amount_sum - before, inputs: {before: {metric: amount_sum, offset: 1 week}}}',
      'it looks at another time',
    ],
    ['{kind: cumulative, of: orders, trailing: 7 days}', 'an expression cannot say what is cumulative'],
    [
      '{expression: SUM(pieces), semi_additive: {over: ordered_on, take: last}}',
      'an expression cannot say what is semi-additive',
    ],
    ['{expression: COUNT(*), dense: true}', 'an expression cannot say that periods without rows are shown'],
    ['{kind: share, of: amount_sum, within: []}', 'an expression cannot say what is a share'],
    ['{kind: rank, of: amount_sum}', 'an expression cannot say what is a rank'],
    ['{kind: multi_stage, of: orders, grain: day, then: avg}', 'an expression cannot say what is aggregated twice'],
    ['{expression: COUNT(*), where: "METRIC(orders, customer_id) > 1"}', 'it compares rows with the value of a metric'],
    [
      "{expression: COUNT(*), where: \"PERIOD('month', sent_at) > '2024-01-01'\"}",
      'PERIOD goes by the time zone of the question',
    ],
    [
      '{expression: COUNT(*), where: "EXTRACT(DAY_OF_WEEK FROM ordered_on) > 5"}',
      'the specification does not say what EXTRACT(DAY_OF_WEEK FROM …) counts',
    ],
    ['{expression: APPROX_COUNT_DISTINCT(seen)}', 'it merges sketches'],
    ['{expression: "MIN_BY(amount, ordered_on)"}', 'MIN_BY is none of the aggregates that the specification lists'],
    [
      '{expression: "MAX(DATE_DIFF(\'month\', ordered_on, sent_at))"}',
      'DATEDIFF counts borders that are crossed, and DATE_DIFF whole units',
    ],
    ['{expression: MAX(CAST(weight AS text))}', 'engines spell a double as text each in their own way'],
    // The field of that name is another value
    ['{expression: COUNT(DISTINCT country)}', 'the field "country" is another value than the column "country"'],
    ['{expression: COUNT(*), where: "known.home = \'x\'"}', 'the link "known" of "orders" is no relationship there'],
  ])('%s', (metric, why) => {
    expect(said(metric)).toBe(`Left out of the plain part: ${why}.`);
  });
});
