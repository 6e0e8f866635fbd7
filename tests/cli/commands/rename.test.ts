import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runCommand } from '../../builders/command-line.js';

const ORDERS = `# Orders of the shop.
dataset: orders
table: orders
columns: {order_id: bigint, shop_id: bigint, day: date, revenue: integer}
key: [order_id]
time: day
metrics:
  revenue: {expression: SUM(revenue), unit: EUR} # what the shop takes
  orders:
    expression: COUNT(*) # all of them
    # nothing else

  per_order: { expression: revenue   /  orders }
  big:
    expression: COUNT(*)
    where: "METRIC( revenue, shop_id) > 10 AND revenue > 1"
  growth:
    expression: >-
      (now - before)
        / "revenue" + orders * 0
    inputs: {now: revenue, before: {metric: revenue, offset: 1 month}}
  week: {kind: cumulative, of: 'revenue', trailing: 7 days}
  gone: {expression: COUNT(*), deprecated: {use: revenue}}
segments: {good: "METRIC(revenue, shop_id) > 10"}
`;
const VIEW = 'view: sales\nmetrics:\n  - revenue # first\n  - orders\ndimensions: {day: day}\n';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'grainline-rename-'));
  write('grainline.yaml', 'engine: {data: data, threads: 1}\n');
  write('metrics/orders.yaml', ORDERS);
  write('metrics/sales.yaml', VIEW);
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}
const read = (path: string): string => readFileSync(join(folder, path), 'utf8');
const rename = (...args: readonly string[]) => runCommand(['rename', 'metric', ...args], { folder });

describe('grainline rename metric', () => {
  test('renames where the metric is meant, and leaves comments, layout and columns of the name alone', async () => {
    const { exit, out, err } = await rename('revenue', 'takings', '--until', '2999-01-31');
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toContain('"revenue" is called "takings" now, in its definition and 9 other places');
    expect(read('metrics/orders.yaml')).toBe(
      ORDERS.replace(
        '  revenue: {expression: SUM(revenue), unit: EUR}',
        '  takings: {expression: SUM(revenue), unit: EUR, aliases: {revenue: 2999-01-31}}',
      )
        .replace('expression: revenue   /  orders', 'expression: takings   /  orders')
        .replace('METRIC( revenue, shop_id) > 10 AND', 'METRIC( takings, shop_id) > 10 AND')
        .replace('/ "revenue" +', '/ "takings" +')
        .replace('{now: revenue, before: {metric: revenue,', '{now: takings, before: {metric: takings,')
        .replace("of: 'revenue'", "of: 'takings'")
        .replace('{use: revenue}', '{use: takings}')
        .replace('"METRIC(revenue, shop_id)', '"METRIC(takings, shop_id)'),
    );
    expect(read('metrics/sales.yaml')).toBe(VIEW.replace('- revenue', '- takings'));
    expect((await runCommand(['check'], { folder })).out).toContain('No problems');
  });

  test('renames in metric tests too: what they ask, and the columns they expect', async () => {
    const text = (name: string, head: string, rows: string): string => `# revenue
given: {orders: [{order_id: 1, revenue: 3, shop_id: 1}]}
tests:
  - name: revenue by day
    ask: {metrics: [${name}, orders], by: day, where: "METRIC(${name}, shop_id) > 1 AND revenue > 1", order: "${name}:desc"}
    expect: |
      ${head}
      ${rows}
  - name: the largest
    ask: {metrics: '${name}', by: shop_id, having: "${name} > 1", top: "1:${name}:shop_id", compare: previous_year}
    expect: [{shop_id: "1", ${name}: 3, "previous_${name}": 2}]
  - name: a dimension of that name
    ask: {metrics: orders, by: revenue, order: revenue}
    expect: [{revenue: 3, orders: 1}]
`;
    const rows = '2024-01-01 | 3       | 1';
    write('metrics/orders.test.yaml', text('revenue', 'day        | revenue | orders', rows));
    const { exit, out } = await rename('revenue', 'taken');
    expect(exit).toBe(0);
    expect(out).toContain('and 18 other places');
    expect(out).toContain('  metrics/orders.test.yaml\n');
    expect(read('metrics/orders.test.yaml')).toBe(text('taken', 'day        | taken   | orders', rows));
  });

  test('adds the alias as the metric is written: in lines of its own', async () => {
    await rename('orders', 'purchases');
    expect(read('metrics/orders.yaml')).toContain(
      '  purchases:\n    expression: COUNT(*) # all of them\n    aliases: {orders: null}\n    # nothing else\n',
    );
    await rename('purchases', 'sold', '--until', '2999-01-31');
    expect(read('metrics/orders.yaml')).toContain('    aliases: {orders: null, purchases: 2999-01-31}\n');
  });

  test('shows what would change, and changes nothing', async () => {
    const { exit, out } = await rename('orders', 'purchases', '--dry-run');
    expect(exit).toBe(0);
    expect(out).toContain('-  - orders\n+  - purchases\n');
    expect(read('metrics/orders.yaml')).toBe(ORDERS);
  });

  test.each([
    { name: 'a metric that is not there', args: ['revenu', 'takings'], says: 'There is no metric "revenu".' },
    { name: 'a name that is taken', args: ['revenue', 'orders'], says: 'There is a metric "orders" already.' },
    { name: 'a name that is none', args: ['revenue', 'Takings'], says: 'Write takings.' },
    {
      name: 'an input of that name, which would be meant then',
      args: ['orders', 'now'],
      says: '"now" is the name of something else',
    },
    { name: 'a day that is none', args: ['revenue', 'takings', '--until', 'tomorrow'], says: '"tomorrow" is no date.' },
  ])('refuses $name, and changes nothing', async ({ args, says }) => {
    const { exit, err } = await rename(...args);
    expect(exit).toBe(1);
    expect(err).toContain(says);
    expect([read('metrics/orders.yaml'), read('metrics/sales.yaml')]).toEqual([ORDERS, VIEW]);
  });
});
