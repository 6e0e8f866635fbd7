import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ProblemError } from '../../../src/problems/problem.js';
import { type Asked, openAsked } from '../../builders/ask.js';
import { modelOf } from '../../builders/compile.js';

const MODEL = modelOf(
  `
dataset: plays
table: plays
columns: {id: bigint, part: integer, member: bigint, minutes: double}
key: [id]
metrics:
  members: {expression: COUNT(DISTINCT member)}
  members_about: {expression: APPROX_COUNT_DISTINCT(member)}
  half: {expression: "APPROX_PERCENTILE(minutes, 0.5)"}
  ninth: {expression: "APPROX_PERCENTILE(minutes, 0.9)"}
  none_about: {expression: "APPROX_COUNT_DISTINCT(member) FILTER (WHERE id < 0)"}
`,
  `
dataset: rolled_up
table: rolled_up
columns: {part: integer, members_hll: hll}
metrics:
  stored_members: {expression: APPROX_COUNT_DISTINCT(members_hll)}
`,
);

const PARTS = 200;

/** Estimates are no numbers to compare with by hand: they lie within their bounds, over many groups. */
describe('approximate aggregates on DuckDB', () => {
  let asked: Asked;
  beforeAll(async () => {
    asked = await openAsked(MODEL, async (run) => {
      await run(`CREATE TABLE plays AS
        SELECT n AS id, (n % ${PARTS})::INTEGER AS part, CASE WHEN n % 19 = 0 THEN NULL ELSE hash(n) % 100000 END::BIGINT AS member,
          pow((hash(n * 7) % 1000) / 100.0, (n % ${PARTS}) % 4 + 1)::DOUBLE AS minutes
        FROM range(400000) AS r(n)`);
      await run('CREATE TABLE rolled_up AS SELECT 1 AS part, NULL::BLOB AS members_hll');
    });
  });
  afterAll(() => asked?.close());

  test('distinct counts spread around the exact ones by the standard error that is stated', async () => {
    const rows = (await asked.rows({ metrics: ['members', 'members_about'], dimensions: [{ path: 'part' }] })) as [
      number,
      number,
      number,
    ][];
    expect(rows.length).toBe(PARTS);
    const errors = rows.map(([, exact, about]) => about / exact - 1);
    const spread = Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / PARTS);
    expect(spread).toBeGreaterThan(0.08);
    expect(spread).toBeLessThan(0.17);
  });

  test('few distinct values are counted nearly as they are', () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 8 }), async (many) => {
        const [[exact, about] = []] = (await asked.rows({
          metrics: ['members', 'members_about'],
          where: [{ path: 'id', is: { between: { from: 1, through: many } } }],
        })) as [number, number][];
        expect(exact).toBe(many);
        expect(Math.abs((about ?? 0) - many)).toBeLessThanOrEqual(2);
      }),
      { numRuns: 20 },
    ));

  test('percentiles lie at a place near the one asked, whatever the distribution', () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: PARTS - 1 }), async (part) => {
        const where = [{ path: 'part', is: { eq: part } }];
        const [[half, ninth] = []] = (await asked.rows({ metrics: ['half', 'ninth'], where })) as [number, number][];
        const minutes = (
          await asked.rows({ dataset: 'plays', dimensions: [{ path: 'id' }, { path: 'minutes' }], where })
        ).map(([, cell]) => Number(cell));
        for (const [p, value] of [
          [0.5, half],
          [0.9, ninth],
        ] as [number, number][]) {
          const below = minutes.filter((each) => each < value).length / minutes.length;
          const upTo = minutes.filter((each) => each <= value).length / minutes.length;
          expect(Math.max(0, below - p, p - upTo)).toBeLessThan(0.02);
        }
      }),
      { numRuns: 25 },
    ));

  test('say what they are', async () => {
    const { warnings, columns } = await asked.answer({ metrics: ['members_about', 'members', 'half'] });
    expect(columns.map(({ approximate }) => approximate)).toEqual([true, false, true]);
    expect(warnings).toEqual([
      {
        code: 'APPROXIMATE',
        message: '"members_about" is approximate: a distinct count by HyperLogLog, standard error 13 %.',
      },
      {
        code: 'APPROXIMATE',
        message: '"half" is approximate: a percentile by t-digest, at a place mostly within 1 % of the one asked.',
      },
    ]);
  });

  test('exact answers carry no such warning', async () => {
    expect((await asked.answer({ metrics: ['members'] })).warnings).toEqual([]);
  });

  test('of no row a count is 0, a percentile NULL', async () => {
    expect(await asked.rows({ metrics: ['none_about'] })).toEqual([[0]]);
    const where = [{ path: 'part', is: { eq: -1 } }];
    expect(await asked.rows({ metrics: ['members_about', 'half'], where })).toEqual([[0, null]]);
  });

  test('stored sketches are refused, and the rest of their dataset is not', async () => {
    const refused = asked.rows({ metrics: ['stored_members'] });
    await expect(refused).rejects.toBeInstanceOf(ProblemError);
    await refused.catch((error: ProblemError) =>
      expect(error.problems).toEqual([
        {
          code: 'NOT_ON_ENGINE',
          message: 'DuckDB cannot read stored sketches (members_hll).',
          hint: 'Ask this metric on Trino, or define one over the rows.',
        },
      ]),
    );
    expect(await asked.rows({ dataset: 'rolled_up', dimensions: [{ path: 'part' }] })).toEqual([[1]]);
  });
});
