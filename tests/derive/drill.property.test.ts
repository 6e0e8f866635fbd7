import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readDefinitions } from '../../src/definitions/read-definitions.js';
import { compileModel } from '../../src/model/compile-model.js';
import { definitionsText } from '../cases/definitions-text.js';
import { suiteModel } from '../differential/differences.js';
import { openSharedTables, type SharedTables } from '../differential/shared-tables.js';
import { generate } from '../reference/generate.js';
import { askDrilled } from './ask-drilled.js';
import { drilled } from './drilled.js';

const [FROM, SEEDS] = [Number(process.env.DRILL_FROM ?? 1), Number(process.env.DRILL_SEEDS ?? 8)];

let tables: SharedTables;
beforeAll(async () => {
  tables = await openSharedTables();
});
afterAll(() => tables.close());

test('rows that come from kept ones are those that the engine gives', async () => {
  let [steps, derived] = [0, 0];
  const wrong: unknown[] = [];
  for (let seed = FROM; seed < FROM + SEEDS; seed++) {
    const generated = generate(seed);
    if (generated.outcome !== 'rows') continue;
    const { model } = compileModel(readDefinitions(definitionsText(suiteModel(generated))).definitions);
    for (const [at, step] of (
      await askDrilled(model, await tables.engineFor(generated.model), drilled(generated))
    ).entries()) {
      if (step.derived !== step.plain) wrong.push({ seed, at, ...step });
      steps += 1;
      derived += step.asked ? 0 : 1;
    }
  }
  expect(wrong.slice(0, 3)).toEqual([]);
  expect(derived).toBeGreaterThan(steps * 0.4);
}, 600_000);
