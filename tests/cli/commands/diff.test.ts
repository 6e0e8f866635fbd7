import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openByHand } from '../../builders/by-hand.js';
import { runCommand } from '../../builders/command-line.js';

const ORDERS = `dataset: orders
owner: sales
table: shop.orders
columns: {order_id: bigint, ordered_on: date, country: text, status: text, amount: "decimal(10,2)"}
key: [order_id]
time: ordered_on
dimensions:
  size: {expression: "CASE WHEN amount > 50 THEN 'large' ELSE 'small' END"}
metrics:
  orders: {expression: COUNT(*)}
  revenue: {expression: SUM(amount), unit: EUR}
  average_order: {expression: revenue / orders, owner: pricing}
---
view: sales
owner: board
metrics: [revenue]
dimensions: {country: country, size: size}
`;
const ROWS = `order_id,ordered_on,country,status,amount
1,2024-01-03,DE,kept,120.00
2,2024-01-09,FR,returned,80.00
3,2024-02-02,FR,kept,60.00
4,2024-02-11,DE,returned,200.00
5,2024-03-05,FR,kept,45.50
`;
const KEPT = ORDERS.replace('{expression: SUM(amount), unit', "{expression: SUM(amount), where: status = 'kept', unit");

interface Report {
  readonly heaviest: string;
  readonly changes: readonly { class: string; subject: string; name: string; metrics: string[]; owners: string[] }[];
  readonly numbers: readonly {
    metric: string;
    total: { before: unknown; after: unknown } | null;
    periods: readonly { at: string; before: unknown; after: unknown }[];
    comparedPeriods: number;
    worst: { dimension: string; group: string; before: unknown; after: unknown } | null;
  }[];
}

describe('grainline diff in a git repository', () => {
  const repository = mkdtempSync(join(tmpdir(), 'grainline-diff-test-'));
  const project = join(repository, 'analytics', 'project');
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text);
  };
  const git = (...args: readonly string[]): void => {
    const who = ['-c', 'user.name=tester', '-c', 'user.email=tester@example.org', '-c', 'commit.gpgsign=false'];
    const { status, stderr } = spawnSync('git', [...who, ...args], { cwd: repository, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  };
  const commit = (message: string): void => {
    git('add', '.');
    git('commit', '-q', '-m', message);
  };
  const diff = (...args: readonly string[]) => runCommand(['diff', ...args], { folder: project });

  beforeAll(() => {
    git('init', '-q', '-b', 'main');
    write('grainline.yaml', 'metrics: metrics\nengine: {kind: duckdb, data: data}\n');
    write('.gitignore', 'data\n');
    write('data/shop/orders.csv', ROWS);
    write('metrics/shop/orders.yaml', ORDERS);
    commit('first');
    git('tag', 'v1');
    write('metrics/shop/orders.yaml', KEPT);
    commit('revenue is what stays');
    git('tag', 'v2');
    write('metrics/shop/orders.yaml', ORDERS.replace('SUM(amount)', 'SUM(amounts)'));
    commit('broken');
    git('tag', 'broken');
    write('metrics/shop/orders.yaml', KEPT.replace('unit: EUR', 'unit: USD'));
  });
  afterAll(() => rmSync(repository, { recursive: true, force: true }));

  test('says the numbers before and after, as SQL by hand has them', async () => {
    const { exit, out } = await diff('v1', 'v2', '--json');
    const { changes, heaviest, numbers } = JSON.parse(out) as Report;
    expect({ exit, heaviest }).toEqual({ exit: 3, heaviest: 'numbers' });
    expect(changes).toMatchObject([
      { class: 'numbers', subject: 'metric', name: 'revenue', metrics: ['average_order'], views: ['sales'] },
    ]);
    expect(changes[0]?.owners).toEqual(['sales', 'pricing', 'board']);
    const byHand = await openByHand(
      `CREATE TABLE orders AS FROM read_csv('${join(project, 'data/shop/orders.csv')}', types = {'amount': 'DECIMAL(10,2)'})`,
    );
    const sums = async (group: string): Promise<Record<string, unknown>[]> =>
      byHand.rows(
        `SELECT ${group} AS "at", sum(amount)::VARCHAR AS before, (sum(amount) FILTER (status = 'kept'))::VARCHAR AS after FROM orders GROUP BY ALL ORDER BY "at"`,
      ) as Promise<Record<string, unknown>[]>;
    const months = await sums("strftime(ordered_on, '%Y-%m-01')");
    const sizes = await sums("CASE WHEN amount > 50 THEN 'large' ELSE 'small' END");
    byHand.close();
    const revenue = numbers.find(({ metric }) => metric === 'revenue');
    expect(revenue?.total).toEqual({ before: '505.50', after: '225.50' });
    expect(revenue?.comparedPeriods).toBe(3);
    expect(revenue?.periods).toEqual(months.filter(({ before, after }) => before !== after));
    const { at, ...large } = sizes[0] ?? {};
    expect(revenue?.worst).toEqual({ dimension: 'size', group: at, ...large }); // 280 of 460; Germany lost 200 of 320
    expect(numbers.find(({ metric }) => metric === 'average_order')?.total).toEqual({ before: 101.1, after: 45.1 });
  });

  test('compares the working tree unless a HEAD is said', async () => {
    const { exit, out } = await diff('v2', '--no-numbers');
    expect(exit).toBe(4);
    expect(out).toMatch(/^From v2 \([0-9a-f]{7}\) to the working tree: 1 breaking\.\n/);
    expect(out).toContain('metric revenue  metrics/shop/orders.yaml:11:3\n    unit: "EUR" → "USD".');
  });

  test('ends by what is asked for', async () => {
    const exits = ['breaking', 'numbers', 'never'].map(async (of) => [
      (await diff('v1', 'v2', '--no-numbers', '--fail-on', of)).exit,
      (await diff('v2', '--no-numbers', '--fail-on', of)).exit,
    ]);
    expect(await Promise.all(exits)).toEqual([
      [0, 4],
      [3, 4],
      [0, 0],
    ]);
    expect((await diff('v1', 'v1')).exit).toBe(0);
  });

  test('compares groups where only a dimension changes', async () => {
    write('metrics/shop/orders.yaml', KEPT.replace('> 50', '> 100'));
    const { out } = await diff('v2', '--json');
    const { changes, numbers } = JSON.parse(out) as Report;
    expect(changes.map((each) => `${each.class} ${each.subject} ${each.name}`)).toEqual([
      'numbers dimension orders.size',
    ]);
    expect(numbers.find(({ metric }) => metric === 'revenue')).toMatchObject({
      total: null,
      worst: { dimension: 'size', group: 'large', before: '180.00', after: '120.00' },
    });
    write('metrics/shop/orders.yaml', KEPT.replace('unit: EUR', 'unit: USD'));
  });

  test('prints SQL before and after, and Markdown that definitions cannot break out of', async () => {
    const { out } = await diff('v1', 'v2', '--sql', '--no-numbers');
    expect(out).toContain(`+WHERE "orders"."status" = 'kept'`);
    write('metrics/shop/orders.yaml', KEPT.replace('unit: EUR', 'unit: "<b>@all | `x`"'));
    const { out: comment } = await diff('v2', '--format', 'markdown');
    expect(comment).toContain('| metric `revenue` | unit: "EUR" → "&lt;b&gt;@<!-- -->all \\| \\`x\\`". |');
    write('metrics/shop/orders.yaml', KEPT.replace('unit: EUR', 'unit: USD'));
  });

  test('writes SARIF with a rule for each class and places within the repository', async () => {
    const { out } = await diff('v2', '--format', 'sarif');
    const { version, runs } = JSON.parse(out) as {
      version: string;
      runs: { tool: { driver: { rules: { id: string }[] } }; results: object[] }[];
    };
    expect(version).toBe('2.1.0');
    expect(runs[0]?.tool.driver.rules.map(({ id }) => id)).toEqual(['breaking', 'numbers', 'additive', 'wording']);
    expect(runs[0]?.results).toMatchObject([
      {
        ruleId: 'breaking',
        level: 'error',
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'analytics/project/metrics/shop/orders.yaml' },
              region: { startLine: 11, startColumn: 3 },
            },
          },
        ],
      },
    ]);
  });

  test('a BASE that does not compile is told, and not the end; a HEAD that does not is', async () => {
    const base = await diff('broken', 'v2', '--no-numbers');
    expect(base.err).toContain('metrics/shop/orders.yaml:11:29 UNKNOWN_COLUMN');
    expect(base.out).toContain('does not compile (');
    expect(base.out).toContain(
      'metric revenue  metrics/shop/orders.yaml:11:3\n    The metric did not compile before, and does now.',
    );
    const head = await diff('v1', 'broken');
    expect({ exit: head.exit, out: head.out }).toEqual({ exit: 1, out: '' });
    expect(head.err).toContain('metrics/shop/orders.yaml:11:29 UNKNOWN_COLUMN');
  });

  test.each([
    { args: ['nowhere'], says: '"nowhere" is neither a folder nor a commit, branch or tag of this repository.' },
    { args: ['v1:metrics'], says: '"v1:metrics" is neither' },
    { args: ['v1', '--metrics-at-most', 'some'], says: 'Expected a whole number.' },
  ])('refuses $args', async ({ args, says }) => {
    const { exit, err } = await diff(...args);
    expect(exit).toBe(2);
    expect(err).toContain(says);
  });
});
