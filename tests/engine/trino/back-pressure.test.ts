import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import {
  Connection,
  type HttpAnswer,
  type HttpRequest,
  type QueryClient,
} from '../../../src/engine/trino/connection.js';
import type { Page } from '../../../src/engine/trino/fetch-page.js';
import { Query } from '../../../src/engine/trino/pages.js';
import { until } from '../../builders/until.js';
import { NEVER } from '../duckdb/statements.js';
import { describeLab, profile, setUp, TRINO } from './lab.js';
import { page, startStub } from './stub-coordinator.js';

const open: { close: () => unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

/** A query, its pages one at a time, and what its client has fetched so far. */
function start(text: string, server: string) {
  const connection = new Connection(profile({ server }));
  const client = connection.clientFor({}, {});
  const fetched = { pages: 0, bytes: 0, largest: 0 };
  const send = async (request: HttpRequest): Promise<HttpAnswer> => {
    const answer = await client.send(request);
    if (request.method === 'DELETE') return answer;
    fetched.pages += 1;
    fetched.bytes += answer.body.length;
    fetched.largest = Math.max(fetched.largest, answer.body.length);
    return answer;
  };
  const query = new Query({ send } as unknown as QueryClient, text, { start: 5_000, poll: 10_000 });
  const pages = query.pages(NEVER);
  open.push({ close: () => query.leave().finally(() => connection.close()) });
  const next = async (): Promise<Page | undefined> => (await pages.next()).value ?? undefined;
  return { query, fetched, next };
}

/** Long enough for a client that does not wait for its reader to fetch far more. */
const A_WHILE = 1_000;

describe('a reader that stops', () => {
  const PAGES = 200;
  const ROWS = 50;
  const rowsOf = (of: number) => Array.from({ length: ROWS }, (_, row) => [of * ROWS + row]);

  test('has at most one page fetched ahead, and gets every row in order once it goes on', async () => {
    let served = 0;
    const stub = await startStub(({ method, path }) => {
      if (method === 'DELETE') return { status: 204 };
      const at = method === 'POST' ? 0 : Number(path.split('/').at(-1)?.split('?')[0]);
      served += 1;
      return { body: page(at === PAGES - 1 ? undefined : `/v1/statement/executing/x/y/${at + 1}`, rowsOf(at)) };
    });
    open.push(stub);
    const { fetched, next } = start('SELECT a', stub.url);
    const rows: unknown[] = [];
    let read = 0;
    for (let found = await next(); found !== undefined; found = await next()) {
      rows.push(...(found.data ?? []).map(([value]) => value));
      read += 1;
      expect(served).toBeLessThanOrEqual(read + 1);
      if (read !== 1 && read !== 70) continue;
      await until(() => fetched.pages === read + 1);
      await sleep(A_WHILE);
      expect([served, fetched.pages]).toEqual([read + 1, read + 1]);
    }
    expect([read, served]).toEqual([PAGES, PAGES]);
    expect(rows).toEqual(Array.from({ length: PAGES * ROWS }, (_, at) => at));
  });
});

describeLab('a reader that stops on a real Trino', () => {
  /** 180 MB, which no buffer of the engine holds. */
  const LARGE = "SELECT orderkey, RPAD(comment, 3000, '.') FROM tpch.tiny.lineitem";
  const ROWS = 60_175;
  /** A page is to have 4 MB; as JSON it may be larger. */
  const LARGEST = 12e6;

  test('stops the engine too, holds no more than a page ahead, and gets all rows once it goes on', async () => {
    const [[sum] = []] = await setUp('SELECT CAST(SUM(orderkey) AS VARCHAR) FROM tpch.tiny.lineitem');
    const { query, fetched, next } = start(LARGE, TRINO ?? '');
    const rowsProcessed = async (): Promise<number> => {
      const info = await fetch(`${TRINO}/v1/query/${query.id}`, { headers: { 'X-Trino-User': 'lab' } });
      const { queryStats } = (await info.json()) as { queryStats: { processedInputPositions: number } };
      return queryStats.processedInputPositions;
    };
    let [read, rows, total] = [0, 0, 0n];
    let hasStopped = false;
    for (let found = await next(); found !== undefined; found = await next()) {
      read += 1;
      for (const [orderkey] of found.data ?? []) total += BigInt(String(orderkey));
      rows += found.data?.length ?? 0;
      expect(fetched.pages).toBeLessThanOrEqual(read + 1);
      if (hasStopped || rows === 0) continue;
      hasStopped = true;
      // The engine fills its buffers, and then waits as well
      let before = -1;
      await until(async () => {
        const now = await rowsProcessed();
        const isStill = now > rows && now === before;
        before = now;
        if (!isStill) await sleep(A_WHILE);
        return isStill;
      });
      expect(before).toBeLessThan(ROWS);
      expect(fetched.pages).toBe(read + 1);
    }
    expect(hasStopped).toBe(true);
    expect([rows, String(total)]).toEqual([ROWS, sum]);
    expect(fetched.largest).toBeLessThan(LARGEST);
    expect(fetched.bytes).toBeGreaterThan(5 * fetched.largest);
  });
});
