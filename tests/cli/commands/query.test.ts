import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { tableFromIPC } from 'apache-arrow';
import { openByHand } from '../../builders/by-hand.js';
import { runCommand } from '../../builders/command-line.js';

const TPCH = ['--project', 'examples/tpch'];
const query = (...args: readonly string[]) => runCommand(['query', ...args, ...TPCH]);

describe('grainline query', () => {
  test('shows a table, as SQL by hand has it', async () => {
    const { exit, out } = await query(
      'orders',
      '--by',
      'month=metric_time:month',
      '--from',
      '1997-01-01',
      '--through',
      '1997-02-28',
    );
    expect({ exit, out }).toEqual({
      exit: 0,
      out: 'month       orders\n──────────  ──────\n1997-01-01     193\n1997-02-01     198\n',
    });
    const byHand = await openByHand('SELECT 1');
    const rows = await byHand.rows(
      "SELECT count(*) AS n FROM 'examples/tpch/data/tpch/orders.parquet' WHERE o_orderdate >= '1997-01-01' AND o_orderdate < '1997-03-01' GROUP BY month(o_orderdate) ORDER BY month(o_orderdate)",
    );
    byHand.close();
    expect(rows.map((row) => String(Object.values(row)[0]))).toEqual(['193', '198']);
  });

  test('as CSV, the largest and the others, exact', async () => {
    const { out } = await query(
      'revenue',
      '--by',
      'nation=supplier.nation.name',
      '--top',
      '2:revenue:nation',
      '-f',
      'csv',
    );
    expect(out).toBe(
      'nation,revenue\r\nUNITED STATES,164414923.6019\r\nCHINA,146615727.9154\r\nother,1734104290.5766\r\n',
    );
  });

  test('as JSON, with its proof; conditions on rows and on groups, order and pages', async () => {
    const { out } = await query(
      'orders',
      '--by',
      'status',
      '--where',
      "status IN ('F', 'O') AND NOT priority = '1-URGENT'",
      '--having',
      'orders > 1',
      '--order',
      'orders:desc',
      '--limit',
      '1',
      '--json',
    );
    const answer = JSON.parse(out) as { rows: unknown[]; columns: { name: string }[]; proof: { sql: string[] } };
    expect(answer.rows).toHaveLength(1);
    expect(answer.columns.map(({ name }) => name)).toEqual(['status', 'orders']);
    expect(answer.proof.sql[0]).toContain('GROUP BY');
  });

  test('as a chart, a bar for each row', async () => {
    const { out } = await query('orders', '--by', 'status', '-f', 'chart');
    const lines = out.trimEnd().split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[1]).toMatch(/^F {2}█+.* \d+$/);
  });

  test('from a whole input, as the API takes it', async () => {
    const { out } = await query(
      '--input',
      '{"metrics": ["orders"], "time": {"days": {"from": "1997-01-01", "through": "1997-01-31"}}}',
      '-f',
      'csv',
    );
    expect(out).toBe('orders\r\n193\r\n');
  });

  test.each([
    {
      name: 'a metric that is not there',
      args: ['ordres'],
      exit: 1,
      says: /UNKNOWN_METRIC.*\n.*Did you mean "orders"/,
    },
    { name: 'a wrong value', args: ['orders', '--time-zone', 'Mars'], exit: 1, says: /UNKNOWN_TIME_ZONE/ },
    { name: 'a key of the input', args: ['--input', '{"metrics": ["orders"], "tiem": 1}'], exit: 1, says: /tiem/ },
    { name: 'half a range', args: ['orders', '--from', '1997-01-01'], exit: 1, says: /--through belong together/ },
    { name: 'two ranges', args: ['orders', '--this', 'month', '--last', '2 days'], exit: 1, says: /one of --from/ },
    {
      name: 'a format',
      args: ['orders', '-f', 'xml'],
      exit: 2,
      says: /Allowed choices are table, csv, ndjson, json, chart, arrow/,
    },
    { name: 'a flag', args: ['orders', '--bye', 'x'], exit: 2, says: /Did you mean --by/ },
  ])('refuses $name', async ({ args, exit, says }) => {
    const ran = await query(...args);
    expect(ran).toMatchObject({ exit, out: '' });
    expect(ran.err).toMatch(says);
  });
});

describe('grainline query --out', () => {
  const folder = mkdtempSync(join(tmpdir(), 'grainline-out-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const asked = ['revenue', 'line_items', '--by', 'line_number', '--by', 'order.order_key'];

  test('writes all rows to a file, in each format the same', async () => {
    const rowsOf = new Map<string, string>();
    const byHand = await openByHand('SELECT 1');
    for (const [format, read] of [
      ['csv', "read_csv('FILE', header = true)"],
      ['ndjson', "read_json('FILE', format = 'newline_delimited')"],
      ['json', "read_json('FILE', format = 'array')"],
    ] as const) {
      const file = join(folder, `lines.${format}`);
      const { exit, out } = await query(...asked, '-f', format, '--out', file);
      expect([exit, out]).toEqual([0, '']);
      const [row] = await byHand.rows(
        `SELECT count(*) AS rows, sum(line_items::BIGINT) AS items, sum(revenue::DECIMAL(18,4)) AS revenue FROM ${read.replace('FILE', file)}`,
      );
      rowsOf.set(format, JSON.stringify(row));
    }
    const file = join(folder, 'lines.arrow');
    await query(...asked, '-f', 'arrow', '--out', file);
    const table = tableFromIPC(readFileSync(file));
    byHand.close();
    expect(new Set(rowsOf.values()).size).toBe(1);
    const { rows } = JSON.parse([...rowsOf.values()][0] ?? '{}') as { rows: string };
    expect([table.numRows, table.schema.names]).toEqual([
      Number(rows),
      ['line_number', 'order.order_key', 'revenue', 'line_items'],
    ]);
    expect(readdirSync(folder).filter((name) => name.endsWith('.unfinished'))).toEqual([]);
  });

  test.each([
    { name: 'a table', args: ['--out', join(folder, 'a.txt')], says: /does not take the format table/ },
    { name: 'Arrow on the terminal', args: ['-f', 'arrow'], says: /Arrow is no text/ },
    {
      name: 'a file that cannot be',
      args: ['-f', 'csv', '--out', join(folder, 'no', 'a.csv')],
      says: /cannot be written \(ENOENT\)/,
    },
  ])('refuses $name', async ({ args, says }) => {
    const { exit, out, err } = await query('orders', ...args);
    expect([exit, out]).toEqual([1, '']);
    expect(err).toMatch(says);
  });

  test('that ends in the middle leaves no file', async () => {
    const file = join(folder, 'cut.csv');
    const project = join(folder, 'project');
    mkdirSync(project);
    cpSync('examples/tpch/metrics', join(project, 'metrics'), { recursive: true });
    const data = JSON.stringify(join(process.cwd(), 'examples/tpch/data'));
    writeFileSync(join(project, 'grainline.yaml'), `engine: {data: ${data}}\nlimits: {export_rows: 5000}\n`);
    const ran = await runCommand(['query', ...asked, '-f', 'csv', '--out', file, '--project', project]);
    expect([ran.exit, ran.out]).toEqual([1, '']);
    expect(ran.err).toMatch(/RESULT_TOO_LARGE.*more than 5000 rows/);
    expect(readdirSync(folder).filter((name) => name.startsWith('cut'))).toEqual([]);
  });
});

describe('grainline sql', () => {
  test.each([
    { dialect: 'duckdb', has: /^SELECT.*= \$1.*\n-- 1: "F" \(text\)\n$/s },
    { dialect: 'trino', has: /^SELECT.*= 'F'\n$/s },
  ])('prints $dialect, with what is bound', async ({ dialect, has }) => {
    const { exit, out } = await runCommand(['sql', 'orders', '-w', "status = 'F'", '--dialect', dialect, ...TPCH]);
    expect(exit).toBe(0);
    expect(out).toMatch(has);
  });

  test('prints the plan', async () => {
    const { out } = await runCommand(['sql', 'orders', '--by', 'status', '--plan', ...TPCH]);
    expect(out).toMatch(/[Aa]ggregate/);
  });
});
