import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openDuckdb } from '../../src/engine/duckdb/duckdb-engine.js';
import type { Engine } from '../../src/engine/engine.js';
import type { Model } from '../../src/model/model.js';
import { makeSample } from '../../src/sample/make-sample.js';
import { allKinds, GROUPS, VALUES } from './all-kinds.js';
import { askDrilled } from './ask-drilled.js';
import { session } from './session.js';

const [SESSIONS, STEPS] = [2, 12];

let folder: string;
let model: Model;
let engine: Engine;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sessions-'));
  await makeSample(folder, { scale: 0.01 });
  model = await allKinds();
  engine = await openDuckdb({ data: [folder], threads: 1 });
}, 60_000);
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

test('what people ask one after the other has the rows that the engine gives for each', async () => {
  for (const group of GROUPS)
    for (let seed = 1; seed <= SESSIONS; seed++) {
      const asked = session(seed, STEPS, { groups: [group], values: VALUES, first: '2024-01-01', last: '2026-06-30' });
      const steps = await askDrilled(
        model,
        engine,
        asked.map(({ input }) => input),
      );
      for (const [at, { input, plain, derived }] of steps.entries())
        expect({ kind: group.kind, seed, at, input, rows: derived }).toEqual({
          kind: group.kind,
          seed,
          at,
          input,
          rows: plain,
        });
    }
}, 120_000);
