import { beforeEach, expect, test } from '@jest/globals';
import { Live } from '../../src/server/live.js';
import type { Serving } from '../../src/server/serving.js';

let stopped: string[];
beforeEach(() => {
  stopped = [];
});

const serving = (name: string): Serving =>
  ({ loadedAt: name, stop: async () => void stopped.push(name) }) as unknown as Serving;

function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, opened };
}

test('a request keeps what it found at arrival; the replaced one stops when its last request has gone', async () => {
  const live = new Live(serving('old'));
  const { open, opened } = gate();
  const slow = live.use(async (found) => {
    await opened;
    return found.loadedAt;
  });
  live.swap(serving('new'));
  expect(await live.use(async (found) => found.loadedAt)).toBe('new');
  expect([live.current.loadedAt, stopped]).toEqual(['new', []]);
  open();
  expect(await slow).toBe('old');
  expect(stopped).toEqual(['old']);
});

test('one that nobody uses stops at once', () => {
  const live = new Live(serving('old'));
  live.swap(serving('new'));
  expect(stopped).toEqual(['old']);
});

test('a request that fails is over like any other', async () => {
  const live = new Live(serving('old'));
  await expect(live.use(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await live.stop();
  expect(stopped).toEqual(['old']);
});
