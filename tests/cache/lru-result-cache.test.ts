import { getEventListeners } from 'node:events';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { ENTRY_BYTES } from '../../src/cache/bounded-store.js';
import { FLIGHT_BYTES, LruResultCache } from '../../src/cache/lru-result-cache.js';
import { bytesOf } from '../../src/cache/size.js';
import type { Rows } from '../../src/engine/engine.js';
import { ProblemError } from '../../src/problems/problem.js';
import { rowsOf, wanted } from './rows.js';

const STAYS = new AbortController().signal;
const soon = () => new Promise((resolve) => setImmediate(resolve));

function deferred() {
  let settle: { resolve: (rows: Rows) => void; reject: (error: Error) => void } | undefined;
  const promise = new Promise<Rows>((resolve, reject) => (settle = { resolve, reject }));
  if (!settle) throw new Error('a promise runs its executor at once');
  return { promise, resolve: settle.resolve, reject: settle.reject };
}

/** Work that ends when the test says so, and tells of what happened to it. */
function question() {
  const { promise, resolve, reject } = deferred();
  const seen = { runs: 0, signal: undefined as AbortSignal | undefined };
  const make = (signal: AbortSignal) => {
    seen.runs += 1;
    seen.signal = signal;
    signal.addEventListener('abort', () => reject(new Error('interrupted')));
    return promise;
  };
  return { make, seen, answer: resolve, fail: reject };
}

const codeOf = async (work: Promise<unknown>) =>
  work.then(
    () => 'answered',
    (error: unknown) => (error instanceof ProblemError ? error.problems[0]?.code : (error as Error).message),
  );

let cache: LruResultCache;
beforeEach(() => {
  cache = new LruResultCache({ maxBytes: 1_000_000 });
});

describe('answers', () => {
  test('are kept: the second question costs nothing and says when the first was answered', async () => {
    const { make, seen, answer } = question();
    answer(rowsOf(1));
    const first = await cache.through(wanted('k'), make, STAYS);
    const second = await cache.through(wanted('k'), make, STAYS);
    expect([first.state, second.state, seen.runs]).toEqual(['MISS', 'HIT', 1]);
    expect(second.rows).toBe(first.rows);
    expect(second.answeredAt).toBe(first.answeredAt);
    expect(Math.abs(first.answeredAt - Date.now())).toBeLessThan(5_000);
  });

  test('of other keys are other answers', async () => {
    const one = await cache.through(wanted('one'), async () => rowsOf(1), STAYS);
    const two = await cache.through(wanted('two'), async () => rowsOf(2), STAYS);
    expect([one.rows.values, two.rows.values]).toEqual([[[1]], [[2]]]);
  });

  test('never take more bytes than allowed; the least used go first', async () => {
    const big = rowsOf(...Array.from({ length: 1_000 }, (_, index) => `text number ${index}`));
    const small = new LruResultCache({ maxBytes: 5 * (bytesOf(big) + ENTRY_BYTES) + FLIGHT_BYTES, largestShare: 0.5 });
    for (let key = 0; key < 5; key++) await small.through(wanted(`k${key}`), async () => big, STAYS);
    await small.through(wanted('k0'), async () => big, STAYS); // used again
    await small.through(wanted('k5'), async () => big, STAYS);
    expect(small.store.entries).toBe(5);
    expect(small.store.bytes).toBe(5 * (bytesOf(big) + ENTRY_BYTES));
    expect((await small.through(wanted('k0'), async () => big, STAYS)).state).toBe('HIT');
    expect((await small.through(wanted('k1'), async () => big, STAYS)).state).toBe('MISS');
  });

  test('too large a share of the cache are given, and not kept', async () => {
    const big = rowsOf(...Array.from({ length: 1_000 }, (_, index) => index));
    const small = new LruResultCache({ maxBytes: 3 * bytesOf(big) });
    await small.through(wanted('small'), async () => rowsOf(1), STAYS);
    expect((await small.through(wanted('big'), async () => big, STAYS)).rows.rowCount).toBe(1_000);
    expect((await small.through(wanted('big'), async () => big, STAYS)).state).toBe('MISS');
    expect((await small.through(wanted('small'), async () => rowsOf(1), STAYS)).state).toBe('HIT');
  });

  test('are not kept at all by a cache of no bytes, which still shares flights', async () => {
    const none = new LruResultCache({ maxBytes: 0 });
    const { make, seen, answer } = question();
    const both = [none.through(wanted('k'), make, STAYS), none.through(wanted('k'), make, STAYS)];
    answer(rowsOf(1));
    expect((await Promise.all(both)).map((held) => held.state)).toEqual(['MISS', 'JOINED']);
    expect((await none.through(wanted('k'), make, STAYS)).state).toBe('MISS');
    expect(seen.runs).toBe(2);
  });
});

describe('flights', () => {
  test('ten equal questions at once are one', async () => {
    const { make, seen, answer } = question();
    const asked = Array.from({ length: 10 }, () => cache.through(wanted('k'), make, STAYS));
    await soon();
    answer(rowsOf(7));
    const held = await Promise.all(asked);
    expect(seen.runs).toBe(1);
    expect(held.map(({ state }) => state)).toEqual(['MISS', ...Array<string>(9).fill('JOINED')]);
    expect(new Set(held.map(({ rows }) => rows)).size).toBe(1);
    expect(new Set(held.map(({ answeredAt }) => answeredAt)).size).toBe(1);
  });

  test('one who leaves does not take the others along, be it the first', async () => {
    const { make, seen, answer } = question();
    const [first, second] = [new AbortController(), new AbortController()];
    const one = codeOf(cache.through(wanted('k'), make, first.signal));
    const two = codeOf(cache.through(wanted('k'), make, second.signal));
    const three = cache.through(wanted('k'), make, STAYS);
    first.abort();
    expect(await one).toBe('CANCELLED');
    second.abort();
    expect(await two).toBe('CANCELLED');
    expect(seen.signal?.aborted).toBe(false);
    answer(rowsOf(1));
    expect((await three).rows.values).toEqual([[1]]);
    expect((await cache.through(wanted('k'), make, STAYS)).state).toBe('HIT');
  });

  test('end when the last has gone, and the next to ask begins anew', async () => {
    const { make, seen } = question();
    const [first, second] = [new AbortController(), new AbortController()];
    const gone = [
      codeOf(cache.through(wanted('k'), make, first.signal)),
      codeOf(cache.through(wanted('k'), make, second.signal)),
    ];
    await soon();
    first.abort();
    expect(seen.signal?.aborted).toBe(false);
    second.abort();
    expect(seen.signal?.aborted).toBe(true);
    const next = cache.through(wanted('k'), async () => rowsOf(2), STAYS); // asked before the old work has ended
    expect(await Promise.all(gone)).toEqual(['CANCELLED', 'CANCELLED']);
    expect(await next).toMatchObject({ state: 'MISS', rows: { values: [[2]] } });
    expect((await cache.through(wanted('k'), make, STAYS)).rows.values).toEqual([[2]]);
  });

  test('abandoned ones that answer all the same are not kept', async () => {
    const { promise, resolve } = deferred();
    const controller = new AbortController();
    const gone = codeOf(cache.through(wanted('k'), () => promise, controller.signal));
    await soon();
    controller.abort();
    resolve(rowsOf('late'));
    expect(await gone).toBe('CANCELLED');
    await soon();
    expect(cache.store.entries).toBe(0);
  });

  test('do not begin for one who has left already', async () => {
    const { make, seen } = question();
    expect(await codeOf(cache.through(wanted('k'), make, AbortSignal.abort()))).toBe('CANCELLED');
    expect(seen.runs).toBe(0);
    await cache.through(wanted('k'), async () => rowsOf(1), STAYS);
    expect(await codeOf(cache.through(wanted('k'), make, AbortSignal.abort()))).toBe('CANCELLED');
  });

  test('do not begin when all leave in the same breath', async () => {
    const { make, seen } = question();
    const controller = new AbortController();
    const gone = codeOf(cache.through(wanted('k'), make, controller.signal));
    controller.abort();
    expect(await gone).toBe('CANCELLED');
    await soon();
    expect(seen.runs).toBe(0);
  });

  test('one who joins and has left already does not end it', async () => {
    const { make, answer } = question();
    const one = cache.through(wanted('k'), make, STAYS);
    expect(await codeOf(cache.through(wanted('k'), make, AbortSignal.abort()))).toBe('CANCELLED');
    answer(rowsOf(1));
    expect((await one).state).toBe('MISS');
  });

  test('that fail tell all who wait, and are not kept', async () => {
    const { make, seen, fail } = question();
    const asked = [1, 2, 3].map(() => codeOf(cache.through(wanted('k'), make, STAYS)));
    fail(new Error('no luck'));
    expect(await Promise.all(asked)).toEqual(['no luck', 'no luck', 'no luck']);
    expect(seen.runs).toBe(1);
    expect((await cache.through(wanted('k'), async () => rowsOf(1), STAYS)).state).toBe('MISS');
  });

  test('that throw before they begin are failures too', async () => {
    const thrown = cache.through(
      wanted('k'),
      () => {
        throw new Error('at once');
      },
      STAYS,
    );
    expect(await codeOf(thrown)).toBe('at once');
    expect((await cache.through(wanted('k'), async () => rowsOf(1), STAYS)).state).toBe('MISS');
  });

  test('leave no listener behind on a waiter that lives on', async () => {
    const waiter = new AbortController();
    for (let n = 0; n < 20; n++) await cache.through(wanted(`k${n}`), async () => rowsOf(n), waiter.signal);
    await soon();
    expect(getEventListeners(waiter.signal, 'abort')).toHaveLength(0);
  });
});
