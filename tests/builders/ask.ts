import { ANYONE, answer, type Runtime } from '../../src/answer.js';
import { LruResultCache } from '../../src/cache/lru-result-cache.js';
import { openMemoryDuckdb, type RunSetup } from '../../src/engine/duckdb/duckdb-engine.js';
import type { Cell } from '../../src/engine/engine.js';
import type { Model } from '../../src/model/model.js';
import type { MetricQueryInput } from '../../src/request/query-input.js';
import type { Answer } from '../../src/result/result.js';
import { read } from './request.js';

/** A model over tables of its own, asked without a server. */
export interface Asked {
  readonly answer: (input: MetricQueryInput) => Promise<Answer>;
  /** Rows as arrays: dimensions, then metrics. */
  readonly rows: (input: MetricQueryInput) => Promise<readonly (readonly Cell[])[]>;
  readonly close: () => Promise<void>;
}

export async function openAsked(model: Model, setup: (run: RunSetup) => Promise<void>): Promise<Asked> {
  const engine = await openMemoryDuckdb(setup, { threads: 1 });
  const runtime: Runtime = { model, engine, cache: new LruResultCache({ maxBytes: 0 }), maxRows: 100_000 };
  const ask = (input: MetricQueryInput): Promise<Answer> =>
    answer(runtime, read(model, input), ANYONE, new AbortController().signal);
  return {
    answer: ask,
    rows: async (input) => rowsOf(await ask(input)),
    close: () => engine.close(),
  };
}

export const rowsOf = ({ columns, rowCount }: Answer): Cell[][] =>
  Array.from({ length: rowCount }, (_, row) => columns.map(({ values }) => values[row] ?? null));
