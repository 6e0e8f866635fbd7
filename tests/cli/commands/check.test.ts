import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { run as program } from '../../../src/cli/program.js';
import { PLAIN } from '../../../src/problems/ink.js';
import { runCommand } from '../../builders/command-line.js';

const ORDERS = `dataset: orders
table: orders
columns: {order_id: bigint, shop_id: bigint, day: date, amount: integer}
key: [order_id]
time: day
links:
  shop: {to: shops, on: shop_id}
metrics:
  revenue: {expression: SUM(amount)}
`;
const SHOPS = `dataset: shops
table: shops
columns: {shop_id: bigint, city: text}
key: [shop_id]
`;
const SPINE = 'spine: {table: calendar, column: day, grain: day}\n';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'grainline-check-'));
  write('grainline.yaml', 'engine: {data: data, threads: 1}\n');
  write('metrics/orders.yaml', ORDERS);
  write('metrics/shops.yaml', SHOPS);
  write('metrics/calendar.yaml', SPINE);
  write(
    'data/orders.csv',
    'order_id,shop_id,day,amount\n1,1,2024-01-01,10\n2,9,2024-01-03,20\n3,,2024-01-03,30\n4,1,2024-01-03,1\n',
  );
  write('data/shops.csv', 'shop_id,city\n1,Bonn\n2,Kiel\n');
  write('data/calendar.csv', 'day\n2024-01-01\n2024-01-02\n2024-01-03\n');
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

const run = (...args: readonly string[]) => runCommand(['check', ...args], { folder });

/** What a command that goes on has written so far, and how it is waited for and ended. */
function watching() {
  let [out, err] = ['', ''];
  const until = new AbortController();
  const ended = program(['check', '--watch'], {
    environment: {},
    folder,
    out: (text) => (out += text),
    err: (text) => (err += text),
    columns: null,
    ink: { out: PLAIN, err: PLAIN },
    until: until.signal,
  });
  const said = async (pattern: RegExp): Promise<string> => {
    for (let tries = 0; tries < 2_000; tries++) {
      const match = pattern.exec(out + err);
      if (match) return match[0];
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error(`never said ${pattern}: ${out}${err}`);
  };
  const end = (): Promise<number> => {
    until.abort();
    return ended;
  };
  return { said, clear: () => ([out, err] = ['', '']), end };
}

describe('grainline check --watch', () => {
  test('checks again whenever a definition changes, until it is ended', async () => {
    const { said, clear, end } = watching();
    await said(/No problems in 2 datasets, 1 metric[\s\S]*Watching metrics\./);
    clear();
    write('metrics/orders.yaml', ORDERS.replace('SUM(amount)', 'SUM(amont)'));
    await said(/metrics\/orders\.yaml:9:29 UNKNOWN_COLUMN[\s\S]*Checked in \d+ ms\./);
    clear();
    write('metrics/orders.yaml', `${ORDERS}  orders: {expression: COUNT(*)}\n`);
    await said(/No problems in 2 datasets, 2 metrics[\s\S]*Checked in \d+ ms\./);
    clear();
    rmSync(join(folder, 'metrics/shops.yaml'));
    await said(/UNKNOWN_DATASET[\s\S]*Checked in \d+ ms\./);
    expect(await end()).toBe(1);
  });

  test('goes without an engine', async () => {
    expect(await run('--watch', '--engine')).toMatchObject({
      exit: 2,
      err: expect.stringContaining('without an engine'),
    });
  });
});

describe('grainline check', () => {
  test('warns of what the configured engine cannot do, at its place', async () => {
    const rolledUp =
      'dataset: days\ntable: days\ncolumns: {day: date, shops: hll}\nmetrics:\n  shops_about: {expression: APPROX_COUNT_DISTINCT(shops)}\n';
    write('metrics/days.yaml', rolledUp);
    const { exit, out } = await run();
    expect(exit).toBe(0);
    expect(out).toContain('NOT_ON_ENGINE');
    expect(out).toContain('metrics/days.yaml:3:29');
    write(
      'grainline.yaml',
      'engine: {kind: trino, trino: {server: "http://127.0.0.1:1", catalog: hive, schema: x, user: lab}}\n',
    );
    expect((await run()).out).toContain('No problems');
  });

  test('says that all is well, without asking the engine', async () => {
    write('data/shops.csv', 'something\nelse\n');
    expect(await run()).toEqual({ exit: 0, out: 'No problems in 2 datasets, 1 metric and 0 views.\n', err: '' });
  });

  test('prints each problem with its place, its line and what to do', async () => {
    write('metrics/shops.yaml', SHOPS.replace('key:', 'kye:'));
    const { exit, out } = await run();
    expect(exit).toBe(1);
    expect(out).toContain('metrics/shops.yaml:4:1 INVALID_DEFINITION');
    expect(out).toContain('    4 | kye: [shop_id]\n      | ^\n  Did you mean "key"?');
    expect(out).toMatch(/1 problem in 1 file\.\n$/);
  });

  test('prints them for programs', async () => {
    write('metrics/shops.yaml', SHOPS.replace('shop_id: bigint', 'shop_id: text'));
    const { exit, out } = await run('--json');
    expect(exit).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      problems: [{ severity: 'error', code: 'LINK_KEY_MISMATCH', file: 'metrics/orders.yaml', line: 7, column: 25 }],
    });
  });

  test.each([
    { name: 'an unknown flag', args: ['--enigne'], says: 'Did you mean --engine?' },
    { name: 'a folder without definitions', args: ['--metrics', 'nothing'], says: 'is not there' },
  ])('cannot run with $name', async ({ args, says }) => {
    const { exit, err } = await run(...args);
    expect(exit).toBe(2);
    expect(err).toContain(says);
  });
});

describe('grainline check --engine', () => {
  test('says which keys hold, and which rows have no partner', async () => {
    const { exit, out } = await run('--engine');
    expect(out).toBe(
      [
        'No problems in 2 datasets, 1 metric and 0 views.',
        'Rows without a partner, over 1 link (0 reach one for every row):\n' +
          '  orders.shop: 1 of 4 (25.0 %) have no key; 1 of 4 (25.0 %) have a key without a row',
        '3 keys are unique in the data.\n',
      ].join('\n\n'),
    );
    expect(exit).toBe(0);
  });

  test('gives the same to programs', async () => {
    const { out } = await run('--engine', '--json');
    expect(JSON.parse(out)).toEqual({
      problems: [],
      links: [{ dataset: 'orders', way: 'shop', rows: 4, nullKeys: 1, danglingKeys: 1 }],
      provenKeys: 3,
      provenPartitions: 0,
    });
  });

  test.each([
    {
      name: 'a table that is not there',
      change: () => write('metrics/shops.yaml', SHOPS.replace('table: shops', 'table: stores')),
      problems: ['metrics/shops.yaml:2:8 TABLE_NOT_FOUND The engine has no table "stores".'],
    },
    {
      name: 'columns that are not there, each',
      change: () => write('data/shops.csv', 'shop_id\n1\n2\n'),
      problems: ['metrics/shops.yaml:3:28 COLUMN_NOT_FOUND Table "shops" has no column "city".'],
    },
    {
      name: 'a column of another type',
      change: () => write('data/orders.csv', 'order_id,shop_id,day,amount\n1,1,2024-01-01,ten\n'),
      problems: [
        'metrics/orders.yaml:3:65 COLUMN_TYPE_DIFFERS Column "amount" of "orders" is declared as integer, and the table has varchar.',
      ],
    },
    {
      name: 'a key that is not unique',
      change: () => write('data/shops.csv', 'shop_id,city\n1,Bonn\n1,Kiel\n'),
      problems: ['metrics/shops.yaml:4:7 KEY_NOT_UNIQUE "shop_id" of "shops" is not unique: 1 stands in 2 rows.'],
    },
    {
      name: 'a spine with gaps',
      change: () => write('data/calendar.csv', 'day\n2024-01-01\n2024-01-03\n'),
      problems: [
        'metrics/calendar.yaml:1:16 SPINE_INCOMPLETE The spine "calendar" lacks 1 of the 3 days from 2024-01-01 to 2024-01-03.',
      ],
    },
    {
      name: 'rows that landed later than said',
      change: () => {
        const partition = 'partition: {landed: {from: day, late: 1 day}}';
        write(
          'metrics/orders.yaml',
          ORDERS.replace('time: day', `time: day\n${partition}`).replace('day:', 'landed: date, day:'),
        );
        write(
          'data/orders.csv',
          'order_id,shop_id,landed,day,amount\n1,1,2024-01-02,2024-01-01,10\n2,2,2024-01-07,2024-01-02,20\n3,2,2024-01-07,2024-01-03,20\n',
        );
      },
      problems: [
        'metrics/orders.yaml:6:39 ROWS_OUTSIDE_PARTITION "landed" of "orders" does not follow from "day" within 1 day in 2 rows of 1 partition: 2 in 2024-01-07, with a time from 2024-01-02 on.',
      ],
    },
    {
      name: 'a SELECT over a table that is not there',
      change: () =>
        write(
          'metrics/big.yaml',
          'dataset: big\nsql: SELECT o.order_id FROM others o\ntables: {others: {order_id: bigint}}\n',
        ),
      problems: ['metrics/big.yaml:2:6 TABLE_NOT_FOUND The engine has no table "others".'],
    },
  ])('finds $name', async ({ change, problems }) => {
    change();
    const { exit, out } = await run('--engine');
    expect(out.split('\n').filter((line) => line.startsWith('metrics/'))).toEqual(problems);
    expect(exit).toBe(1);
  });
});
