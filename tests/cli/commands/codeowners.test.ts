import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { patternOf } from '../../../src/cli/codeowners/lines.js';
import { runCommand } from '../../builders/command-line.js';

const ORDERS = `dataset: orders
owner: finance
table: shop.orders
columns: {order_id: bigint, amount: double}
metrics:
  orders: {expression: COUNT(*)}
  revenue: {expression: SUM(amount), owner: pricing@example.org}
  more_revenue: {expression: SUM(amount), owner: finance}
---
view: sales
owner: "@acme/board"
metrics: [orders]
`;
const RETURNS = 'dataset: returns\ntable: shop.returns\ncolumns: {order_id: bigint}\n';

let repository: string;
let project: string;
const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(project, path)), { recursive: true });
  writeFileSync(join(project, path), text);
};
const codeowners = (...args: readonly string[]) => runCommand(['codeowners', ...args], { folder: project });
const written = (path = '.github/CODEOWNERS'): string => readFileSync(join(repository, path), 'utf8');
const acme = ['--organization', 'acme', '--default', '@acme/analytics'];

beforeEach(() => {
  repository = mkdtempSync(join(tmpdir(), 'grainline-owners-'));
  project = join(repository, 'data');
  spawnSync('git', ['init', '-q'], { cwd: repository });
  write('grainline.yaml', 'engine: {data: data}\n');
  write('metrics/orders.yaml', ORDERS);
  write('metrics/returns.yaml', RETURNS);
});
afterEach(() => rmSync(repository, { recursive: true }));

describe('grainline codeowners', () => {
  test('writes a line for each file whose owners are not the default, from the top of the repository', async () => {
    write('metrics/shop/stock rooms.yaml', RETURNS.replaceAll('returns', 'rooms').replace('\n', '\nowner: stock\n'));
    write('metrics/analytics.yaml', RETURNS.replaceAll('returns', 'a').replace('\n', '\nowner: analytics\n'));
    expect(await codeowners(...acme)).toEqual({ exit: 0, out: '../.github/CODEOWNERS\n', err: '' });
    expect(written()).toBe(`# grainline codeowners: begin
# Written from the owners in definitions by: grainline codeowners --organization acme --default @acme/analytics
/data/metrics/ @acme/analytics
/data/metrics/orders.yaml @acme/finance pricing@example.org @acme/board
/data/metrics/shop/stock\\ rooms.yaml @acme/stock
# grainline codeowners: end
`);
    expect(await codeowners(...acme)).toEqual({ exit: 0, out: '', err: '' });
  });

  test('--check shows what would change, writes nothing, and ends with 1', async () => {
    const { exit, out } = await codeowners('--check', ...acme);
    expect(exit).toBe(1);
    expect(out).toContain('+/data/metrics/orders.yaml @acme/finance pricing@example.org @acme/board');
    expect(existsSync(join(repository, '.github'))).toBe(false);
    await codeowners(...acme);
    expect((await codeowners('--check', ...acme)).exit).toBe(0);
    write('metrics/orders.yaml', ORDERS.replace('owner: finance', 'owner: growth'));
    expect((await codeowners('--check', ...acme)).out).toContain(
      '-/data/metrics/orders.yaml @acme/finance pricing@example.org @acme/board\n' +
        '+/data/metrics/orders.yaml @acme/growth pricing@example.org @acme/finance @acme/board\n',
    );
  });

  test('keeps what people wrote around its lines, in the file that is there', async () => {
    write('../CODEOWNERS', '* @acme/everyone\n');
    expect((await codeowners(...acme)).out).toBe('../CODEOWNERS\n');
    const first = written('CODEOWNERS');
    expect(first).toMatch(/^\* @acme\/everyone\n\n# grainline codeowners: begin\n/);
    write('../CODEOWNERS', `${first}/docs/ @acme/writers\n`);
    write('metrics/orders.yaml', ORDERS.replace('owner: finance', 'owner: growth'));
    await codeowners(...acme);
    expect(written('CODEOWNERS')).toBe(
      `${first.replace('@acme/finance pricing@example.org', '@acme/growth pricing@example.org @acme/finance')}/docs/ @acme/writers\n`,
    );
  });

  test('names files that nobody owns, where there is no default', async () => {
    const { exit, err } = await codeowners('--organization', 'acme');
    expect([exit, err]).toEqual([0, 'Without an owner, and without --default: metrics/returns.yaml\n']);
    expect(written()).not.toContain('returns');
  });

  test('refuses an owner that CODEOWNERS cannot name, with its place', async () => {
    const { exit, err } = await codeowners('--default', '@acme/analytics');
    expect(exit).toBe(1);
    expect(err).toContain('metrics/orders.yaml:1:10 UNKNOWN_OWNER The owner "finance" is nobody');
    write('metrics/orders.yaml', ORDERS.replace('owner: finance', 'owner: "finance @acme/root"'));
    expect((await codeowners(...acme)).err).toContain('The owner "finance @acme/root" is nobody');
    expect(existsSync(join(repository, '.github'))).toBe(false);
  });

  test('refuses definitions that cannot be read, and a block that has lost its end', async () => {
    write('metrics/broken.yaml', 'dataset: [');
    const { exit, err } = await codeowners(...acme);
    expect([exit, err]).toEqual([1, expect.stringContaining('metrics/broken.yaml:1:')]);
    rmSync(join(project, 'metrics/broken.yaml'));
    write('../CODEOWNERS', '# grainline codeowners: begin\n');
    expect((await codeowners(...acme)).err).toContain('without its other end');
  });

  test.each([
    ['--default', 'analytics'],
    ['--organization', 'acme/x y'],
  ])('%s %s is no such name', async (flag, value) => {
    expect((await codeowners(flag, value)).exit).toBe(2);
  });
});

test.each([
  ['metrics/a b.yaml', '/metrics/a\\ b.yaml'],
  ['metrics/[a]*?.yaml', '/metrics/\\[a\\]\\*\\?.yaml'],
  ['metrics/a\\b.yaml', '/metrics/a\\\\b.yaml'],
  ['metrics/#1\n* @evil.yaml', '/metrics/?1?\\*\\ @evil.yaml'],
  ['metrics/!größe.yaml', '/metrics/!größe.yaml'],
  ['a/./metrics', '/a/metrics'],
])('the path %j is the pattern %j', (path, pattern) => {
  expect(patternOf(path)).toBe(pattern);
});
