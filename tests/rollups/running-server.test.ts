import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runCommand } from '../builders/command-line.js';
import { json, ORDERS, openShop, type Shop } from '../server/shop.js';

const ROLLUPS = `rollups:
  daily:
    metrics: [orders, revenue]
    dimensions: [country]
    grain: day
    partition: month
    refresh: {late: 2 days}
    lag: to_watermark
  countries:
    metrics: [orders]
    dimensions: [country]
`;
const HEAD = 'order_id,country,ordered_at,amount\n';
const ROWS = ['1,DE,2024-01-01,10.50', '2,DE,2024-01-02,4.50', '3,FR,2024-01-02,2.25', '4,,2024-02-01,1.00'];

interface Came {
  readonly rows: Readonly<Record<string, unknown>>[];
  readonly endCursor: string | null;
  readonly warnings: { readonly code: string }[];
  readonly proof: {
    readonly explain: { readonly rollups: { name: string; used: boolean; failed: { rule: string } | null }[] };
  };
}

let shop: Shop;
beforeEach(async () => {
  shop = await openShop({ orders: ORDERS + ROLLUPS });
});
afterEach(() => shop.close());

const QUESTION =
  'metrics: ["orders", "revenue"], dimensions: [{as: "country", path: "country"}, {as: "day", path: "metric_time", grain: day}]';
const ask = async (question = QUESTION) => {
  const { data, errors } = await json(
    shop.post({
      query: `{ query(input: {${question}}) { rows endCursor warnings { code } proof { explain { rollups { name used failed { rule } } } } } }`,
    }),
  );
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  const { rows, endCursor, warnings, proof } = (data as { query: Came }).query;
  const told = Object.fromEntries(proof.explain.rollups.map(({ name, failed }) => [name, failed?.rule ?? 'used']));
  return { rows, endCursor, warnings: warnings.map(({ code }) => code), daily: told['orders.daily'] };
};
const build = async (): Promise<void> => {
  const { exit, err } = await runCommand(['rollups', 'build'], { folder: shop.folder });
  expect({ exit, err }).toEqual({ exit: 0, err: expect.any(String) });
};
const orders = (...rows: readonly string[]): void => shop.write('data/shop/orders.csv', `${HEAD}${rows.join('\n')}\n`);
const table = (): string => {
  const schema = join(shop.folder, '.rollups', 'grainline_rollups');
  const [name] = readdirSync(schema).filter((each) => each.startsWith('orders__daily__'));
  return join(schema, String(name));
};

describe('a server that runs', () => {
  test('answers from a rollup as soon as it is built, and from the next build after it', async () => {
    const plain = await ask();
    expect(plain).toMatchObject({ daily: 'NOT_BUILT', warnings: [] });
    await build();
    const built = await ask();
    expect(built).toMatchObject({ daily: 'used', warnings: [], rows: plain.rows });

    orders(...ROWS, '5,DE,2999-01-01,3.00');
    const lagging = await ask();
    expect(lagging).toMatchObject({ daily: 'used', warnings: ['ROLLUP_LAGS'] });
    expect(lagging.rows).toHaveLength(plain.rows.length + 1);
    await build();
    expect(await ask()).toMatchObject({ daily: 'used', warnings: [], rows: lagging.rows });
  });

  test('does not see rows that came later than it is declared until they are built, and says so', async () => {
    await build();
    orders(...ROWS, '5,DE,2024-01-01,3.00');
    const before = await ask();
    expect(before).toMatchObject({ daily: 'used', warnings: ['ROLLUP_LAGS'] });
    expect(before.rows[0]).toMatchObject({ country: 'DE', orders: 1 });
    await runCommand(['rollups', 'build', '--whole'], { folder: shop.folder });
    const after = await ask();
    expect(after).toMatchObject({ daily: 'used', warnings: [] });
    expect(after.rows[0]).toMatchObject({ country: 'DE', orders: 2 });
  });

  test('reads the rows, with a warning, where the table of a rollup is gone', async () => {
    const { rows } = await ask();
    await build();
    rmSync(table(), { recursive: true });
    expect(await ask()).toEqual({
      rows,
      endCursor: expect.anything(),
      warnings: ['ROLLUP_SKIPPED'],
      daily: 'TABLE_GONE',
    });
  });

  test('reads the rows, with a warning, where somebody wrote into the table of a rollup', async () => {
    const { rows } = await ask();
    await build();
    writeFileSync(join(table(), 'other.parquet'), 'no parquet at all');
    expect(await ask()).toMatchObject({ rows, warnings: ['ROLLUP_SKIPPED'], daily: 'TABLE_CHANGED' });
    rmSync(join(table(), 'other.parquet'));
    expect(await ask()).toMatchObject({ rows, warnings: [], daily: 'used' });
  });

  test('pages on where it was when a build comes between two pages', async () => {
    const all = await ask();
    const first = await ask(`${QUESTION}, limit: 2`);
    await build();
    const second = await ask(`${QUESTION}, limit: 1, after: "${first.endCursor}"`);
    expect([first.daily, second.daily]).toEqual(['NOT_BUILT', 'used']);
    expect([...first.rows, ...second.rows]).toEqual(all.rows.slice(0, 3));

    orders('9,AT,2024-03-01,1.00', ...ROWS); // before the cursor: it is not seen, and moves nothing
    await runCommand(['rollups', 'build', '--whole'], { folder: shop.folder });
    const third = await ask(`${QUESTION}, limit: 1, after: "${second.endCursor}"`);
    expect(third.daily).toBe('used');
    expect(third.rows).toEqual(all.rows.slice(3));
  });

  test('exports from a rollup as it answers, and says what an answer says', async () => {
    const link = '/export.csv?metrics=orders,revenue&dimensions=country,day=metric_time:day';
    const exported = async () => {
      const response = await shop.get(link);
      return { text: await response.text(), warnings: response.headers.get('x-grainline-warnings') };
    };
    const plain = await exported();
    await build();
    orders(...ROWS, '5,DE,2024-01-01,3.00'); // too late: only the rows have it
    expect(await exported()).toEqual({ text: plain.text, warnings: 'ROLLUP_LAGS' });
    rmSync(table(), { recursive: true });
    const { text, warnings } = await exported();
    expect(warnings).toBe('ROLLUP_SKIPPED');
    expect(text).toBe(plain.text.replace('DE,2024-01-01,1,10.50', 'DE,2024-01-01,2,13.50'));
  });
});
