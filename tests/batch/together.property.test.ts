import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readDefinitions } from '../../src/definitions/read-definitions.js';
import { compileModel } from '../../src/model/compile-model.js';
import type { MetricQueryInput } from '../../src/request/query-input.js';
import { definitionsText } from '../cases/definitions-text.js';
import { requestVariables } from '../cases/request.js';
import type { SuiteQuery } from '../cases/suite.js';
import { suiteModel } from '../differential/differences.js';
import { openSharedTables, type SharedTables } from '../differential/shared-tables.js';
import { type GeneratedCase, generate } from '../reference/generate.js';
import { askBoth } from './ask-both.js';

const SEEDS = 25;

let tables: SharedTables;
beforeAll(async () => {
  tables = await openSharedTables();
});
afterAll(() => tables.close());

test('the rows of a question do not depend on which others are asked in the same turn', async () => {
  let [runsAlone, runsTogether, compared] = [0, 0, 0];
  for (let seed = 1; seed <= SEEDS; seed++) {
    const generated = generate(seed);
    if (generated.outcome !== 'rows') continue;
    const { model } = compileModel(readDefinitions(definitionsText(suiteModel(generated))).definitions);
    const inputs = neighboursOf(generated);
    const { alone, together, runs } = await askBoth(model, await tables.engineFor(generated.model), inputs);
    for (const [at, input] of inputs.entries())
      expect({ seed, input, rows: together[at] }).toEqual({ seed, input, rows: alone[at] });
    runsAlone += runs.alone;
    runsTogether += runs.together;
    compared += inputs.length;
  }
  expect(compared).toBeGreaterThan(SEEDS * 4);
  expect(runsTogether).toBeLessThan(runsAlone * 0.8);
}, 120_000);

/** The question, and others beside it: by each dimension alone, in all, each metric alone, the first rows. */
function neighboursOf({ query }: GeneratedCase): readonly MetricQueryInput[] {
  const input = JSON.parse(JSON.stringify(requestVariables(query as unknown as SuiteQuery).input), (key, value) =>
    ENUMS.has(key) && typeof value === 'string' ? value.toLowerCase() : value,
  ) as MetricQueryInput;
  const { orderBy, having, limit, offset, top, ...plain } = input;
  return [
    input,
    plain,
    ...(plain.metrics?.length ? [{ ...plain, dimensions: [] }] : []),
    ...(plain.dimensions ?? []).map((dimension) => ({ ...plain, dimensions: [dimension] })),
    ...(plain.metrics ?? []).map((metric) => ({ ...plain, metrics: [metric] })),
    { ...plain, limit: 2, offset: 1 },
  ];
}

/** GraphQL writes their values in capitals. */
const ENUMS: ReadonlySet<string> = new Set(['direction', 'nulls', 'fill', 'part']);
