import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { Engine, Rows, Statement } from '../../src/engine/engine.js';
import { type EngineSettings, openEngine } from '../../src/engine/open-engine.js';
import { buildRollup } from '../../src/rollups/build.js';
import { followStates } from '../../src/rollups/follow-states.js';
import { holdingOf, rollupsOf } from '../../src/rollups/holding.js';
import { openStore } from '../../src/rollups/open-store.js';
import { compileProject } from '../../src/server/compile.js';
import { type Serving, serve } from '../../tests/builders/serve.js';
import { type Measured, sides } from '../report.js';

/** The bytes that an engine read to give these rows. */
export type BytesOf = (statement: Statement, rows: Rows) => Promise<number>;

/** At least twenty times fewer. */
const BAR = 1 / 20;
const YEAR = { time: { days: { from: '2025-01-01', through: '2025-12-31' } } };

/** The bytes of a dashboard that its rollup answers over those of the same from the rows; the answers must be equal. */
export async function bytesOfDashboard(settings: EngineSettings, bytesOf: BytesOf): Promise<Measured> {
  const { model } = compileProject('.', 'bench/rollups');
  const query = readFileSync('bench/rollups/dashboard.graphql', 'utf8');
  const engine = await openEngine(settings);
  const store = await openStore(model, settings);
  try {
    for (const rollup of rollupsOf(model)) {
      const holding = holdingOf(model, rollup, store.sketches);
      await buildRollup(holding, engine, store, new AbortController().signal, { whole: true });
    }
    const built = await followStates(model, settings);
    if (built === null) throw new Error('nothing says where rollups are kept');
    await built.refresh();
    const asked = async (serving: Serving) => {
      const { weighed, bytes } = weigh(engine, bytesOf);
      const served = await serve(model, weighed, { ...serving, isShared: true });
      const { data, errors } = await served.ask(query, YEAR);
      await served.close();
      if (errors !== undefined) throw new Error(JSON.stringify(errors));
      return { data, bytes: await bytes() };
    };
    const ours = await asked({ built });
    const theirs = await asked({});
    await built.stop();
    const note = isDeepStrictEqual(ours.data, theirs.data) ? {} : { note: 'OTHER ROWS' };
    return {
      what: `${engine.name}: bytes read for a dashboard over 10 million rows`,
      value: ours.bytes / theirs.bytes,
      unit: 'x',
      bar: BAR,
      ...sides(ours.bytes / 1e6, theirs.bytes / 1e6, 'MB'),
      ...note,
    };
  } finally {
    await store.close();
    await engine.close();
  }
}

/** The same engine, and the bytes of all that it was asked, one statement after the other. */
function weigh(engine: Engine, bytesOf: BytesOf): { readonly weighed: Engine; readonly bytes: () => Promise<number> } {
  let bytes = Promise.resolve(0);
  return {
    bytes: () => bytes,
    weighed: {
      name: engine.name,
      versionsOf: (tables) => engine.versionsOf(tables),
      run: async (statement, signal, options) => {
        const rows = await engine.run(statement, signal, options);
        bytes = bytes.then(async (before) => before + (await bytesOf(statement, rows)));
        return rows;
      },
      stream: (...args) => engine.stream(...args),
      close: () => engine.close(),
    },
  };
}
