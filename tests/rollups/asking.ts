import { ANYONE, answer, type Runtime } from '../../src/answer.js';
import { LruResultCache } from '../../src/cache/lru-result-cache.js';
import type { Engine } from '../../src/engine/engine.js';
import type { Model } from '../../src/model/model.js';
import type { MetricQueryInput } from '../../src/request/query-input.js';
import type { RollupExplained } from '../../src/result/explanation.js';
import type { Answer } from '../../src/result/result.js';
import { type Rollups, rollupsFor } from '../../src/rollups/rollups.js';
import { rowsOf } from '../builders/ask.js';
import { read } from '../builders/request.js';

export interface Asking {
  readonly answer: (input: MetricQueryInput, rollups?: boolean) => Promise<Answer>;
  /** The same question with and without rollups, in one order. */
  readonly both: (
    input: MetricQueryInput,
  ) => Promise<{ readonly by: readonly RollupExplained[]; readonly rows: unknown[][] }>;
}

export function asking(model: Model, engine: Engine, states: Rollups['states'], sketches = false): Asking {
  const rollups = rollupsFor(model, sketches, states);
  const ask: Asking['answer'] = (input, isServed = true) => {
    const runtime: Runtime = {
      model,
      engine,
      cache: new LruResultCache({ maxBytes: 0 }),
      maxRows: 100_000,
      rollups: isServed ? rollups : undefined,
    };
    return answer(runtime, read(model, input), ANYONE, new AbortController().signal);
  };
  return {
    answer: ask,
    both: async (input) => {
      const [served, plain] = [await ask(input), await ask(input, false)];
      const [rows, expected] = [rowsOf(served), rowsOf(plain)].map((each) => each.map((row) => row.map(rounded)));
      if (JSON.stringify(rows) !== JSON.stringify(expected))
        throw new Error(`${JSON.stringify(input)}\nserved ${JSON.stringify(rows)}\nplain  ${JSON.stringify(expected)}`);
      return { by: served.proof.explain().rollups, rows: rows ?? [] };
    },
  };
}

/** Sums of doubles differ in their last digits by the order of rows. */
const rounded = (cell: unknown): unknown => (typeof cell === 'number' ? Number(cell.toPrecision(10)) : cell);
