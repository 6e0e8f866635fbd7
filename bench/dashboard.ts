import { readFileSync } from 'node:fs';
import { openDuckdb } from '../src/engine/duckdb/duckdb-engine.js';
import { proveInBackground } from '../src/proofs/prove-in-background.js';
import { compileProject } from '../src/server/compile.js';
import { ensureSample } from '../src/server/sample-data.js';
import { countRuns } from '../tests/builders/counted.js';
import { serve } from '../tests/builders/serve.js';
import { sideBySide } from './measure.js';
import type { Part } from './part.js';
import { type Measured, sides } from './report.js';

const ROUNDS = 15;
const TILES = 20;

export const dashboard: Part = {
  name: 'dashboard',
  title: 'Dashboards',
  about:
    'A dashboard of 20 tiles over two datasets, asked in one request of a DuckDB of one thread, over one statement by hand that has all its numbers. CPU of the process, the engine included; median of 15 runs in turn.',
  measure,
};

async function measure(): Promise<readonly Measured[]> {
  await ensureSample('.data', process.stderr);
  const { model } = compileProject('.', 'metrics');
  const engine = await openDuckdb({ data: ['.data'], threads: 1 });
  const { engine: counted, runs } = countRuns(engine);
  const prover = proveInBackground(counted);
  const served = await serve(model, counted, { prover });
  const query = readFileSync('bench/dashboard/streaming.graphql', 'utf8');
  const byHand = {
    text: readFileSync('bench/dashboard/streaming.sql', 'utf8'),
    parameters: [],
    columns: (['integer', 'text', 'integer', 'double', 'double', 'double'] as const).map((type, at) => ({
      name: String(at),
      type,
    })),
  };
  const ask = async (): Promise<void> => {
    const { errors } = await served.ask(query, { time: { days: { from: '2026-01-01', through: '2026-03-31' } } });
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
  };
  try {
    await ask();
    await prover.idle();
    const before = runs();
    await ask();
    const sent = runs() - before;
    const { ours, theirs, ratio } = await sideBySide(ROUNDS, ask, () =>
      engine.run(byHand, new AbortController().signal),
    );
    return [
      { what: `dashboard of ${TILES} tiles: statements`, value: sent, unit: '', bar: 5 },
      {
        what: `dashboard of ${TILES} tiles over one statement by hand: CPU`,
        value: ratio,
        unit: 'x',
        bar: 1.2,
        ...sides(ours, theirs, 'ms'),
      },
    ];
  } finally {
    await prover.stop();
    await served.close();
  }
}
