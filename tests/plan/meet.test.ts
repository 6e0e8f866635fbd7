import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Cell } from '../../src/engine/engine.js';
import { type Asked, openAsked } from '../builders/ask.js';
import { modelOf } from '../builders/compile.js';

const FACTS = ['plays', 'clicks', 'charges'] as const;

/** Three facts whose metrics have the same names inside, and a date of their own each. */
const model = modelOf(
  ...FACTS.map(
    (fact) => `
dataset: ${fact}
table: ${fact}
columns: {place: text, happened_on: date, amount: integer}
time: happened_on
metrics:
  ${fact}: {expression: COUNT(*)}
  ${fact}_amount: {expression: SUM(amount)}
  ${fact}_tens: {expression: COUNT(*), where: amount = 10, empty: null}
`,
  ),
);

interface Row {
  readonly place: string | null;
  readonly month: number | null;
  readonly amount: number | null;
}
type Facts = Readonly<Record<(typeof FACTS)[number], readonly Row[]>>;

const row: fc.Arbitrary<Row> = fc.record({
  place: fc.constantFrom('a', 'b', '', null),
  month: fc.constantFrom(1, 2, null),
  amount: fc.constantFrom(0, 1, 10, null),
});
const rows = fc.array(row, { maxLength: 8 });
const facts: fc.Arbitrary<Facts> = fc.record({ plays: rows, clicks: rows, charges: rows });

const dayOf = (month: number | null): string | null => (month === null ? null : `2024-0${month}-01`);

/** The rules, written once more without SQL: each fact by itself, then groups meet, NULL meeting NULL. */
function expected(given: Facts): Cell[][] {
  const keys = new Set(
    FACTS.flatMap((fact) => given[fact].map(({ place, month }) => JSON.stringify([place, dayOf(month)]))),
  );
  return [...keys].map((key) => [
    ...(JSON.parse(key) as Cell[]),
    ...FACTS.flatMap((fact): Cell[] => {
      const own = given[fact].filter(({ place, month }) => JSON.stringify([place, dayOf(month)]) === key);
      const amounts = own.flatMap(({ amount }) => amount ?? []);
      const tens = amounts.filter((amount) => amount === 10).length;
      return [
        own.length,
        amounts.length === 0 ? null : String(amounts.reduce((sum, each) => sum + each, 0)),
        tens === 0 ? null : tens,
      ];
    }),
  ]);
}

const sorted = (cells: readonly (readonly Cell[])[]): string[] => cells.map((each) => JSON.stringify(each)).toSorted();

describe('facts meet', () => {
  let asked: Asked | undefined;
  afterAll(() => asked?.close());

  test('each as if it were alone', async () => {
    await fc.assert(
      fc.asyncProperty(facts, async (given) => {
        await asked?.close();
        asked = await openAsked(model, async (run) => {
          for (const fact of FACTS) {
            await run(`CREATE TABLE ${fact} (place VARCHAR, happened_on DATE, amount INTEGER)`);
            for (const { place, month, amount } of given[fact])
              await run(`INSERT INTO ${fact} VALUES ($1, CAST($2 AS DATE), CAST($3 AS INTEGER))`, [
                place,
                dayOf(month),
                amount === null ? null : String(amount),
              ]);
          }
        });
        const found = await asked.rows({
          metrics: FACTS.flatMap((fact) => [fact, `${fact}_amount`, `${fact}_tens`]),
          dimensions: [{ path: 'place' }, { as: 'month', path: 'metric_time', grain: 'month' }],
        });
        expect(sorted(found)).toEqual(sorted(expected(given)));
      }),
      { numRuns: 20 },
    );
  }, 60_000);
});
