import { expect, test } from '@jest/globals';
import { LruResultCache } from '../../src/cache/lru-result-cache.js';
import type { OnProgress, Rows, RunStatistics } from '../../src/engine/engine.js';
import { rowsOf, wanted } from './rows.js';

const STAYS = new AbortController().signal;
const at = (done: number): RunStatistics => ({
  queryId: 'q1',
  state: 'RUNNING',
  splits: { done, of: 9 },
  rowsRead: done,
  bytesRead: 0,
  peakMemoryBytes: 0,
  milliseconds: { elapsed: 0, queued: 0, cpu: 0 },
});

test('all who wait see how far a query is; who comes later, how far it is already; who has left, nothing more', async () => {
  const cache = new LruResultCache({ maxBytes: 1_000_000 });
  const seen: Record<string, number[]> = { first: [], leaving: [], late: [], after: [] };
  const watch =
    (name: string): OnProgress =>
    ({ splits }) =>
      seen[name]?.push(splits.done);
  let tell: OnProgress = () => {};
  let finish: (rows: Rows) => void = () => {};
  const make = (_signal: AbortSignal, onProgress: OnProgress) => {
    tell = onProgress;
    return new Promise<Rows>((resolve) => (finish = resolve));
  };
  const leaving = new AbortController();
  const first = cache.through(wanted('k'), make, STAYS, watch('first'));
  const second = cache.through(wanted('k'), make, leaving.signal, watch('leaving')).catch(() => 'left');
  await new Promise(setImmediate);
  tell(at(1));
  tell(at(2));
  leaving.abort();
  expect(await second).toBe('left');
  const late = cache.through(wanted('k'), make, STAYS, watch('late'));
  tell(at(3));
  finish(rowsOf(1));
  await Promise.all([first, late]);
  expect((await cache.through(wanted('k'), make, STAYS, watch('after'))).state).toBe('HIT');
  expect(seen).toEqual({ first: [1, 2, 3], leaving: [1, 2], late: [2, 3], after: [] });
});
