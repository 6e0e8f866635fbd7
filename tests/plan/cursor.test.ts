import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { MetricQueryInput, OrderInput } from '../../src/request/query-input.js';
import { type Asked, openAsked, rowsOf } from '../builders/ask.js';
import { modelOf } from '../builders/compile.js';

const model = modelOf(`
dataset: plays
table: plays
columns: {device: text, row: integer, price: "decimal(20,2)", rating: double, started_at: timestamp, done: boolean, big: bigint}
time: started_at
metrics:
  plays: {expression: COUNT(*)}
  revenue: {expression: SUM(price)}
  rating: {expression: AVG(rating)}
  latest: {expression: MAX(started_at)}
  best_device: {expression: MAX(device)}
  finished: {expression: COUNT_IF(done), empty: null}
  big_total: {expression: SUM(big)}
`);

const DIMENSIONS = ['device', 'row', 'done', 'big'] as const;
const METRICS = ['plays', 'revenue', 'rating', 'latest', 'best_device', 'finished', 'big_total'] as const;

const order: fc.Arbitrary<OrderInput> = fc.record({
  by: fc.constantFrom(...DIMENSIONS, ...METRICS),
  direction: fc.constantFrom('asc' as const, 'desc' as const),
  nulls: fc.constantFrom('first' as const, 'last' as const),
});

const question: fc.Arbitrary<MetricQueryInput> = fc.record({
  metrics: fc.subarray([...METRICS], { minLength: 1 }),
  dimensions: fc.constant(DIMENSIONS.map((path) => ({ path }))),
  orderBy: fc.uniqueArray(order, { maxLength: 4, selector: ({ by }) => by }),
});

describe('pages', () => {
  let plays: Asked;

  beforeAll(async () => {
    plays = await openAsked(model, async (run) => {
      await run(
        'CREATE TABLE plays (device VARCHAR, "row" INTEGER, price DECIMAL(20,2), rating DOUBLE, started_at TIMESTAMP, done BOOLEAN, big BIGINT)',
      );
      await run('CREATE MACRO pick(n, salt, most) AS CAST(hash(n * 100 + salt) % most AS INTEGER)');
      // Few values for each column, so that there are ties; a NULL among them.
      await run(`INSERT INTO plays
        SELECT [NULL, '', 'tv', 'TV', 'it''s', 'é'][1 + pick(n, 1, 6)], nullif(pick(n, 2, 4), 3), nullif(pick(n, 3, 5), 0) * 12345678901234567.89,
          nullif(pick(n, 4, 7), 2) / 3.0, TIMESTAMP '2024-01-01' + to_microseconds(nullif(pick(n, 5, 6), 1) * 1234567890123), [NULL, true, false][1 + pick(n, 6, 3)],
          9007199254740993 + nullif(pick(n, 7, 3), 0)
        FROM range(60) AS rows(n)`);
    });
  });
  afterAll(() => plays?.close());

  test('of any length, one after the other, are the rows in their order', async () => {
    await fc.assert(
      fc.asyncProperty(question, fc.integer({ min: 1, max: 40 }), async (asked, limit) => {
        const whole = await plays.rows(asked);
        const paged: unknown[] = [];
        let after: string | null = null;
        do {
          const page = await plays.answer({ ...asked, limit, after });
          paged.push(...rowsOf(page));
          after = page.endCursor;
        } while (after !== null);
        expect(paged).toEqual(whole);
        expect(whole.length).toBeGreaterThan(20);
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  const first: MetricQueryInput = {
    metrics: ['plays'],
    dimensions: [{ path: 'device' }],
    orderBy: [{ by: 'plays', direction: 'desc' }],
    limit: 2,
  };
  const next = async (more: MetricQueryInput, cursor?: string) =>
    plays.answer({ ...first, ...more, after: cursor ?? (await plays.answer(first)).endCursor });
  const invalid = { problems: [expect.objectContaining({ code: 'INVALID_CURSOR', path: 'after' })] };

  test('may become longer or shorter', async () => {
    const rest = await next({ limit: null });
    expect(rowsOf(rest)).toEqual((await plays.rows({ ...first, limit: null })).slice(2));
  });

  test('may take other names for the same columns', async () => {
    const page = await next({ dimensions: [{ as: 'screen', path: 'device' }] });
    expect(page.columns.map(({ name }) => name)).toEqual(['screen', 'plays']);
  });

  test.each<[string, MetricQueryInput]>([
    ['another order', { orderBy: [{ by: 'plays', direction: 'asc' }] }],
    ['other places for NULLs', { orderBy: [{ by: 'plays', direction: 'desc', nulls: 'first' }] }],
    ['another filter', { where: [{ path: 'done', is: { eq: true } }] }],
    ['another metric', { metrics: ['revenue'], orderBy: [{ by: 'revenue', direction: 'desc' }] }],
    ['another dimension', { dimensions: [{ path: 'row' }] }],
  ])('of another question are refused: %s', async (_name, more) => {
    await expect(next(more)).rejects.toMatchObject(invalid);
  });

  test.each([
    '',
    'x',
    'e30',
    Buffer.from('{"q":"","v":[[]]}').toString('base64url'),
    Buffer.from('null').toString('base64url'),
    '🙂',
  ])('a cursor that is none is refused: %p', async (cursor) => {
    await expect(next({}, cursor)).rejects.toMatchObject(invalid);
  });

  test('the last page is empty, and has no cursor', async () => {
    const all = await plays.answer({ ...first, limit: null });
    const past = await next({ limit: 5 }, all.endCursor ?? '');
    expect([past.rowCount, past.endCursor]).toEqual([0, null]);
  });
});
