import { openDuckdb } from '../src/engine/duckdb/duckdb-engine.js';
import { ensureSample } from '../src/server/sample-data.js';
import { allKinds, GROUPS, VALUES } from '../tests/derive/all-kinds.js';
import { askDrilled } from '../tests/derive/ask-drilled.js';
import { session } from '../tests/derive/session.js';
import type { Part } from './part.js';
import type { Measured } from './report.js';

const [SESSIONS, STEPS] = [20, 30];

/** Sessions drawn by the mix of tests/derive/session.ts, each on a cache of its own; every step's rows are compared with the engine's. */
async function measure(): Promise<readonly Measured[]> {
  await ensureSample('.data', process.stderr);
  const model = await allKinds();
  const engine = await openDuckdb({ data: ['.data'], threads: 1 });
  let [all, asked, differing] = [0, 0, 0];
  try {
    for (let seed = 1; seed <= SESSIONS; seed++) {
      const questions = session(seed, STEPS, {
        ...{ groups: GROUPS, values: VALUES },
        ...{ first: '2024-01-01', last: '2026-06-30' },
      });
      const steps = await askDrilled(
        model,
        engine,
        questions.map(({ input }) => input),
      );
      all += steps.length;
      asked += steps.filter((step) => step.asked).length;
      differing += steps.filter(({ plain, derived }) => plain !== derived).length;
    }
  } finally {
    await engine.close();
  }
  return [
    { what: `steps that reach the engine, of ${all}`, value: asked / all, unit: 'x', bar: 0.4, note: `${asked} steps` },
    { what: 'steps whose rows are not those of the engine', value: differing, unit: '', bar: 0 },
  ];
}

export const sessions: Part = {
  name: 'sessions',
  title: 'Sessions',
  about:
    'Thirty questions of one person, one after the other: zoom, slice, drill, compare, back. Moves and kinds of metric are drawn by the mix that `tests/derive/session.ts` and `tests/derive/all-kinds.ts` publish; the cache is empty at the start of each.',
  measure,
};
