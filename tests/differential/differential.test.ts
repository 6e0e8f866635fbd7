import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { failureOf } from './describe.js';
import { type Differences, openDifferences } from './differences.js';
import { directedNames } from './directed.js';

/** The first of those that CI asks in a stage of its own. */
const SEEDS = 60;
let differences: Differences;
beforeAll(async () => {
  differences = await openDifferences();
});
afterAll(() => differences.close());

test.each(directedNames)('the product answers as the reference evaluator does: %s', async (name) => {
  const asked = await differences.of(name);
  expect(asked.found === null ? '' : failureOf(asked)).toBe('');
});

test(`the product answers ${SEEDS} generated questions as the reference evaluator does`, async () => {
  const wrong: string[] = [];
  let answered = 0;
  for (let seed = 1; seed <= SEEDS; seed++) {
    const asked = await differences.of(seed);
    if (asked.found?.wrong) wrong.push(failureOf(asked));
    if (asked.found === null) answered += 1;
  }
  expect(wrong.join('\n\n')).toBe('');
  expect(answered).toBeGreaterThan(SEEDS * 0.9); // a product that refuses everything is not right either
}, 60_000);
