import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { get as httpGet, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { tableFromIPC } from 'apache-arrow';
import { type ByHand, openByHand } from '../../builders/by-hand.js';
import { until } from '../../builders/until.js';
import { openShop, refusalOf, type Shop } from '../shop.js';

jest.setTimeout(240_000);

const ROWS = 150_000;
/** Texts that formats have to look after, on days of which the last is none. */
const MADE = `SELECT i AS event_id, DATE '2024-01-01' + (i % 300)::INTEGER AS on_day,
    CASE i % 7 WHEN 0 THEN NULL WHEN 1 THEN '' WHEN 2 THEN '=1+' || i WHEN 3 THEN 'a,"b"' || chr(13) || chr(10) || i ELSE 'note ' || i END AS note,
    CASE WHEN i % 11 = 0 THEN NULL ELSE (i * 0.01)::DECIMAL(12,2) END AS amount, i % 3 = 0 AS is_third
  FROM range(${ROWS}) t(i)`;
const EVENTS = `dataset: events
table: shop.events
columns: {event_id: bigint, on_day: date, note: text, amount: "decimal(12,2)", is_third: boolean}
key: [event_id]
time: on_day
metrics:
  events: {expression: COUNT(*)}
  amount: {expression: SUM(amount)}
---
dataset: odd
table: shop.odd
columns: {odd_id: bigint, on_day: date}
metrics:
  odd: {expression: COUNT(*)}
`;
const ALL = 'metrics=amount,events&dimensions=event_id,on_day,note,is_third';
/** The same, by hand. */
const HAND =
  'SELECT event_id, on_day, note, is_third, amount::DECIMAL(38,2) AS amount, 1 AS events FROM made ORDER BY event_id';

let shop: Shop;
let byHand: ByHand;
beforeAll(async () => {
  shop = await openShop({ watch: true });
  byHand = await openByHand(`CREATE TABLE made AS ${MADE}`);
  await byHand.rows(`COPY made TO '${shop.folder}/data/shop/events.parquet' (FORMAT parquet)`);
  await byHand.rows(
    `COPY (SELECT i AS odd_id, CASE WHEN i = 49999 THEN DATE 'infinity' ELSE DATE '2024-01-01' END AS on_day FROM range(50000) t(i))
     TO '${shop.folder}/data/shop/odd.parquet' (FORMAT parquet)`,
  );
  shop.write('metrics/events.yaml', EVENTS);
  await until(() => shop.reloads.length > 0);
  await until(async () => (await shop.get('/ready')).status === 200);
});
afterAll(async () => {
  byHand.close();
  await shop.close();
});

const textOf = async (path: string): Promise<string> => (await shop.get(path)).text();

/** How many rows the export in a file has that SQL by hand does not, and the other way round; and how many in all. */
async function differences(read: string): Promise<readonly unknown[]> {
  const [row] = await byHand.rows(
    `WITH ours AS (${read}), theirs AS (${HAND}) SELECT
      (SELECT count(*) FROM (FROM ours EXCEPT ALL FROM theirs)) AS more, (SELECT count(*) FROM (FROM theirs EXCEPT ALL FROM ours)) AS fewer,
      (SELECT count(*) FROM ours) AS rows`,
  );
  return Object.values(row ?? {}).map(Number);
}

const TYPES =
  "{event_id: 'BIGINT', on_day: 'DATE', note: 'VARCHAR', is_third: 'BOOLEAN', amount: 'DECIMAL(38,2)', events: 'INTEGER'}";

describe('what is exported is what SQL by hand gives', () => {
  test('as CSV, which tells NULL from the empty text', async () => {
    const file = join(shop.folder, 'all.csv');
    writeFileSync(file, await textOf(`/export.csv?${ALL}&formulas=keep`));
    const read = `FROM read_csv('${file}', header = true, delim = ',', quote = '"', escape = '"', nullstr = '', allow_quoted_nulls = false, new_line = '\\r\\n', columns = ${TYPES})`;
    expect(await differences(read)).toEqual([0, 0, ROWS]);
  });

  test('as NDJSON and as JSON', async () => {
    for (const [format, as] of [
      ['ndjson', 'newline_delimited'],
      ['json', 'array'],
    ]) {
      const file = join(shop.folder, `all.${format}`);
      writeFileSync(file, await textOf(`/export.${format}?${ALL}`));
      expect(await differences(`FROM read_json('${file}', format = '${as}', columns = ${TYPES})`)).toEqual([
        0,
        0,
        ROWS,
      ]);
    }
  });

  test('as Arrow, in the types of the columns', async () => {
    const answer = await shop.get(`/export.arrow?${ALL}`);
    const table = tableFromIPC(new Uint8Array(await answer.arrayBuffer()));
    expect(table.schema.fields.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'event_id Int64',
      'on_day Date32<DAY>',
      'note Utf8',
      'is_third Bool',
      'amount Decimal[38e+2]',
      'events Int64',
    ]);
    expect(table.numRows).toBe(ROWS);
    const [hand] = await byHand.rows(
      `SELECT sum(event_id) AS ids, sum(epoch(on_day) / 86400)::BIGINT AS days, count(note) AS notes, sum(length(note)) AS letters,
        sum(is_third::INTEGER) AS thirds, sum(amount * 100)::BIGINT AS cents, count(amount) AS amounts FROM made`,
    );
    const ours = { ids: 0n, days: 0n, notes: 0n, letters: 0n, thirds: 0n, cents: 0n, amounts: 0n };
    for (const { data, numRows, getChildAt } of table.batches.map((batch) => ({
      data: batch.data,
      numRows: batch.numRows,
      getChildAt: (at: number) => batch.getChildAt(at),
    }))) {
      const cents = data.children[4]?.values as Uint32Array;
      const halves = new BigInt64Array(cents.buffer, cents.byteOffset, 2 * numRows);
      const days = data.children[1]?.values as Int32Array;
      for (let row = 0; row < numRows; row++) {
        ours.ids += getChildAt(0)?.get(row) as bigint;
        ours.days += BigInt(days[row] ?? 0);
        const note = getChildAt(2)?.get(row) as string | null;
        ours.notes += note === null ? 0n : 1n;
        ours.letters += BigInt(note?.length ?? 0);
        ours.thirds += getChildAt(3)?.get(row) ? 1n : 0n;
        const isThere = getChildAt(4)?.isValid(row) ?? false;
        ours.amounts += isThere ? 1n : 0n;
        ours.cents += isThere ? (halves[2 * row] ?? 0n) : 0n;
      }
    }
    expect(Object.fromEntries(Object.entries(ours).map(([name, value]) => [name, String(value)]))).toEqual(
      Object.fromEntries(Object.entries(hand ?? {}).map(([name, value]) => [name, String(value)])),
    );
  });
});

describe('a link', () => {
  test('names its file, its type, and what to know before one relies on the rows', async () => {
    const answer = await shop.get(
      '/export.csv?metrics=orders,revenue&dimensions=month=metric_time:month&from=2024-01-02&through=2024-02-29',
    );
    expect([answer.status, await answer.text()]).toEqual([
      200,
      'month,orders,revenue\r\n2024-01-01,2,6.75\r\n2024-02-01,1,1.00\r\n',
    ]);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': 'attachment; filename="orders-revenue.csv"',
      'cache-control': 'no-store',
      'x-grainline-warnings': 'PARTIAL_PERIOD',
      'x-content-type-options': 'nosniff',
    });
    expect(answer.headers.get('x-request-id')).toBeTruthy();
  });

  test('takes conditions, order, pages and comparisons, or the whole question as JSON', async () => {
    const words = `where=${encodeURIComponent("country IN ('DE', 'FR')")}&having=${encodeURIComponent('orders >= 1')}`;
    expect(
      await textOf(`/export.csv?metrics=orders&dimensions=land=country&${words}&orderBy=orders:desc&limit=1`),
    ).toBe('land,orders\r\nDE,2\r\n');
    const query = { metrics: ['orders'], dimensions: [{ as: 'land', path: 'country' }], orderBy: [{ by: 'land' }] };
    const whole = `query=${encodeURIComponent(JSON.stringify(query))}`;
    expect(await textOf(`/export.ndjson?${whole}`)).toBe(
      '{"land":"DE","orders":2}\n{"land":"FR","orders":1}\n{"land":null,"orders":1}\n',
    );
    expect(
      await textOf('/export.json?metrics=orders&dimensions=metric_time:day&from=2030-01-01&through=2030-01-02'),
    ).toBe('[\n]\n');
    expect(await textOf('/export.csv?dataset=orders&dimensions=country')).toBe('country\r\nDE\r\nFR\r\n\r\n');
    expect(
      await textOf(
        '/export.csv?metrics=orders&dimensions=metric_time:month&from=2024-02-01&through=2024-02-29&compare=previous_year',
      ),
    ).toMatch(/^metric_time,orders,previous_orders\r\n2024-02-01,1,/);
  });

  test.each([
    { link: 'metrics=ordres', status: 400, code: 'UNKNOWN_METRIC' },
    { link: 'metrics=orders&dimension=country', status: 400, code: 'INVALID_VALUE' },
    { link: 'metrics=orders&limit=some', status: 400, code: 'INVALID_VALUE' },
    { link: 'metrics=orders&limit=1&limit=2', status: 400, code: 'INVALID_VALUE' },
    { link: 'metrics=orders&where=', status: 400, code: 'INVALID_EXPRESSION' },
    { link: 'metrics=orders&formulas=run', status: 400, code: 'INVALID_VALUE' },
    { link: 'query={', status: 400, code: 'INVALID_VALUE' },
    { link: 'query={"metrics":["orders"],"nope":1}', status: 400, code: 'INVALID_VALUE' },
    { link: 'query={"metrics":["orders"]}&limit=1', status: 400, code: 'INVALID_VALUE' },
    { link: '', status: 400, code: 'NOTHING_ASKED' },
    { link: 'metrics=orders&timeZone=Mars/Base', status: 400, code: 'UNKNOWN_TIME_ZONE' },
  ])('that cannot be answered is refused before a byte goes out: $link', async ({ link, status, code }) => {
    for (const format of ['csv', 'arrow'])
      expect(await refusalOf(await shop.get(`/export.${format}?${link}`))).toEqual([status, code]);
  });

  test('of a format that is not there is not found', async () => {
    expect(await refusalOf(await shop.get('/export.xlsx?metrics=orders'))).toEqual([404, 'NOT_FOUND']);
  });
});

test('a table that is gone is a problem of the engine, told as one', async () => {
  shop.write('data/shop/orders.csv', 'order_id,country\n1,DE\n');
  const [status, code] = await refusalOf(await shop.get('/export.csv?metrics=revenue'));
  expect([status, code]).toEqual([502, 'COLUMN_NOT_FOUND']);
});

test('rows that fail in the middle end the connection: nothing looks whole that is not', async () => {
  const answer = await shop.get('/export.arrow?metrics=odd&dimensions=odd_id,on_day');
  expect(answer.status).toBe(200);
  await expect(answer.arrayBuffer()).rejects.toThrow();
  expect(shop.logged.some(({ message, cause }) => /middle/.test(message) && /Arrow/.test(String(cause)))).toBe(true);
  expect((await textOf('/export.csv?metrics=odd&dimensions=odd_id,on_day')).split('\r\n')).toHaveLength(50_002);
});

/** An export whose reader has not begun to read. */
async function opened(path: string): Promise<IncomingMessage> {
  const [answer] = (await once(httpGet(`${shop.server.url}${path}`), 'response')) as [IncomingMessage];
  return answer.pause();
}

test('a client that goes away takes its export along', async () => {
  const before = shop.logged.length;
  for (let time = 0; time < 6; time++) {
    const answer = await opened(`/export.ndjson?${ALL}`);
    answer.destroy();
  }
  // All places of streams are free again
  expect((await textOf('/export.csv?metrics=odd')).trim().split('\r\n')).toEqual(['odd', '50000']);
  expect(shop.logged.slice(before)).toEqual([]);
});

test('a client that does not read makes the engine wait, and gets every row once it reads', async () => {
  const answer = await opened(`/export.ndjson?${ALL}`);
  await sleep(500);
  let bytes = 0;
  let lines = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    for (const byte of chunk) if (byte === 10) lines += 1;
  }
  expect([lines, bytes > 5_000_000, answer.complete]).toEqual([ROWS, true, true]);
});
