import { beforeEach, describe, expect, test } from '@jest/globals';
import { USUAL_LIFETIME } from '../../src/cache/lifetimes.js';
import { LruResultCache } from '../../src/cache/lru-result-cache.js';
import type { Held, Wanted } from '../../src/cache/result-cache.js';
import type { Rows } from '../../src/engine/engine.js';
import type { ProblemCode } from '../../src/problems/codes.js';
import { ProblemError } from '../../src/problems/problem.js';
import type { Lifetime } from '../../src/time/lifetime.js';
import { rowsOf, wanted } from './rows.js';

const STAYS = new AbortController().signal;
const SECOND = 1_000;
const soon = () => new Promise((resolve) => setImmediate(resolve));

/** What the engine would say now, or why it does not; and how often it was asked. */
const engine = { says: rowsOf(1) as Rows | ProblemCode, runs: 0 };
let clock: number;
let cache: LruResultCache;
beforeEach(() => {
  clock = 1_000_000;
  [engine.says, engine.runs] = [rowsOf(1), 0];
  cache = new LruResultCache({ maxBytes: 1_000_000, now: () => clock });
});

const run = async (): Promise<Rows> => {
  engine.runs += 1;
  await soon();
  if (typeof engine.says === 'string') throw new ProblemError([{ code: engine.says, message: 'It failed.' }]);
  return engine.says;
};

/** The state, the age and the only cell of what is given; or the code of the refusal. */
async function ask(key: string, { lifetime = {}, ...other }: Asking = {}): Promise<unknown[]> {
  const given: Wanted = wanted(key, {
    ...{ question: 'q', seenAt: clock },
    ...other,
    lifetime: { ...USUAL_LIFETIME, ...lifetime },
  });
  try {
    const { state, currentAt, rows }: Held = await cache.through(given, run, STAYS);
    return [state, clock - currentAt, rows.values[0]?.[0]];
  } catch (error) {
    return [error instanceof ProblemError ? error.problems[0]?.code : error];
  }
}
type Asking = Partial<Omit<Wanted, 'lifetime'>> & { readonly lifetime?: Partial<Lifetime> };

describe('rows of tables that tell their version', () => {
  test('are right for as long as it is the same, however old they are, and of the age of the last look at it', async () => {
    expect(await ask('v1')).toEqual(['MISS', 0, 1]);
    clock += 1_000 * SECOND;
    expect(await ask('v1', { seenAt: clock - 5 * SECOND })).toEqual(['HIT', 5 * SECOND, 1]);
    clock += SECOND;
    expect(await ask('v1', { seenAt: clock - 15 * SECOND })).toEqual(['HIT', 6 * SECOND, 1]); // a later look was heard of
  });

  test('are asked for anew in another version, by whatever clock', async () => {
    await ask('v1');
    engine.says = rowsOf(2);
    expect(await ask('v2')).toEqual(['MISS', 0, 2]);
    expect(await ask('v1')).toEqual(['HIT', 0, 1]); // one who still knows the former version
  });

  test('are asked for anew where the look was too long ago for the caller', async () => {
    await ask('v1');
    clock += 60 * SECOND;
    const looked = { seenAt: clock - 10 * SECOND };
    expect(await ask('v1', { ...looked, maxAge: 10 * SECOND })).toEqual(['HIT', 10 * SECOND, 1]);
    engine.says = rowsOf(2);
    expect(await ask('v1', { ...looked, maxAge: 9 * SECOND })).toEqual(['MISS', 0, 2]);
    expect(await ask('v1', { maxAge: 0 })).toEqual(['HIT', 0, 2]);
  });
});

describe('rows of tables that tell no version', () => {
  test('are given until they are too old', async () => {
    const untold = { seenAt: null, lifetime: { maxAge: 30 * SECOND } };
    expect(await ask('?', untold)).toEqual(['MISS', 0, 1]);
    clock += 30 * SECOND;
    expect(await ask('?', untold)).toEqual(['HIT', 30 * SECOND, 1]);
    expect(await ask('?', { ...untold, lifetime: { maxAge: 10 * SECOND } })).toEqual(['MISS', 0, 1]);
    clock += 31 * SECOND;
    expect(await ask('?', untold)).toEqual(['MISS', 0, 1]);
  });
});

describe('while earlier rows may stand in', () => {
  const lifetime = { staleWhileRevalidate: 60 * SECOND };

  test('they are given with their age, and asked for anew behind', async () => {
    await ask('v1', { lifetime });
    clock += 20 * SECOND;
    engine.says = rowsOf(2);
    expect(await ask('v2', { lifetime })).toEqual(['STALE', 20 * SECOND, 1]);
    await soon();
    await soon();
    expect(await ask('v2', { lifetime })).toEqual(['HIT', 0, 2]);
    expect(engine.runs).toBe(2);
  });

  test('no longer than said, nor than the caller allows', async () => {
    await ask('v1', { lifetime });
    clock += 61 * SECOND;
    expect((await ask('v2', { lifetime }))[0]).toBe('MISS');
    clock += 10 * SECOND;
    expect((await ask('v3', { lifetime, maxAge: 9 * SECOND }))[0]).toBe('MISS');
    clock += 10 * SECOND;
    expect((await ask('v4', { lifetime, maxAge: 10 * SECOND }))[0]).toBe('STALE');
  });

  test('after the time for which they are fresh, where the table tells no version', async () => {
    const untold = { seenAt: null, lifetime: { ...lifetime, maxAge: 30 * SECOND } };
    await ask('?', untold);
    clock += 90 * SECOND;
    expect(await ask('?', untold)).toEqual(['STALE', 90 * SECOND, 1]);
    await soon();
    await soon();
    expect(await ask('?', untold)).toEqual(['HIT', 0, 1]);
    clock += 91 * SECOND;
    expect((await ask('?', untold))[0]).toBe('MISS');
  });

  test('a failure behind is nobody’s: the next to ask tries again', async () => {
    await ask('v1', { lifetime });
    engine.says = 'ENGINE_FAILED';
    expect((await ask('v2', { lifetime }))[0]).toBe('STALE');
    await soon();
    await soon();
    expect((await ask('v2', { lifetime }))[0]).toBe('STALE');
    expect(engine.runs).toBe(3);
  });

  test('nobody else’s rows do', async () => {
    await ask('v1', { lifetime, question: 'ada' });
    expect((await ask('v2', { lifetime, question: 'bob' }))[0]).toBe('MISS');
  });
});

describe('while the engine cannot answer', () => {
  const lifetime = { staleIfError: 3_600 * SECOND };

  test.each<ProblemCode>(['ENGINE_UNAVAILABLE', 'ENGINE_BUSY', 'QUERY_TIMEOUT'])('%s: earlier rows', async (code) => {
    await ask('v1', { lifetime });
    clock += 600 * SECOND;
    engine.says = code;
    expect(await ask('v2', { lifetime })).toEqual(['STALE', 600 * SECOND, 1]);
    expect(await ask('v2', { lifetime, maxAge: 599 * SECOND })).toEqual([code]);
    expect(await ask('v2')).toEqual([code]); // over a dataset that does not allow it
    clock += 3_001 * SECOND;
    expect(await ask('v2', { lifetime })).toEqual([code]);
    engine.says = rowsOf(2);
    expect(await ask('v2', { lifetime })).toEqual(['MISS', 0, 2]);
  });

  test.each<ProblemCode>(['ENGINE_ACCESS_DENIED', 'ENGINE_AUTH_FAILED', 'ENGINE_FAILED', 'COLUMN_NOT_FOUND'])(
    '%s is no such failure',
    async (code) => {
      await ask('v1', { lifetime });
      engine.says = code;
      expect(await ask('v2', { lifetime })).toEqual([code]);
    },
  );
});

describe('failures', () => {
  test('of the data are told again for a minute, until the data changes', async () => {
    engine.says = 'NUMBER_OUT_OF_RANGE';
    expect(await ask('v1')).toEqual(['NUMBER_OUT_OF_RANGE']);
    engine.says = rowsOf(1);
    clock += 60 * SECOND;
    expect(await ask('v1')).toEqual(['NUMBER_OUT_OF_RANGE']);
    expect(engine.runs).toBe(1);
    expect((await ask('v2'))[0]).toBe('MISS');
    expect((await ask('v1', { maxAge: 59 * SECOND }))[0]).toBe('MISS');
    expect((await ask('v1'))[0]).toBe('HIT');
  });

  test('and for no longer', async () => {
    engine.says = 'VALUE_NOT_CONVERTIBLE';
    await ask('v1');
    engine.says = rowsOf(1);
    clock += 61 * SECOND;
    expect((await ask('v1'))[0]).toBe('MISS');
  });

  test.each<ProblemCode>(['ENGINE_UNAVAILABLE', 'ENGINE_BUSY', 'ENGINE_ACCESS_DENIED', 'TABLE_NOT_FOUND', 'CANCELLED'])(
    '%s is asked for again',
    async (code) => {
      engine.says = code;
      await ask('v1');
      await ask('v1');
      expect(engine.runs).toBe(2);
      expect(cache.store.entries).toBe(0);
    },
  );

  test('answers without a row are answers', async () => {
    engine.says = rowsOf();
    expect((await ask('v1'))[0]).toBe('MISS');
    expect((await ask('v1'))[0]).toBe('HIT');
  });
});

describe('a thousand equal questions at expiry', () => {
  test.each([
    { name: 'wait for one query', lifetime: {}, first: 'MISS', others: 'JOINED' },
    {
      name: 'are given earlier rows, with one query behind',
      lifetime: { staleWhileRevalidate: SECOND },
      first: 'STALE',
      others: 'STALE',
    },
  ])('$name', async ({ lifetime, first, others }) => {
    const untold = { seenAt: null, lifetime: { maxAge: SECOND, ...lifetime } };
    await ask('?', untold);
    clock += 2 * SECOND;
    const states = (await Promise.all(Array.from({ length: 1_000 }, () => ask('?', untold)))).map(([state]) => state);
    expect(states).toEqual([first, ...Array<string>(999).fill(others)]);
    await soon();
    await soon();
    expect(engine.runs).toBe(2);
    expect((await ask('?', untold))[0]).toBe('HIT');
  });
});
