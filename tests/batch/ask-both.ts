import { ANYONE, answer, type Runtime } from '../../src/answer.js';
import { together } from '../../src/batch/statements.js';
import { LruResultCache } from '../../src/cache/lru-result-cache.js';
import type { Engine } from '../../src/engine/engine.js';
import type { Model } from '../../src/model/model.js';
import { ProblemError } from '../../src/problems/problem.js';
import type { MetricQueryInput } from '../../src/request/query-input.js';
import { countRuns } from '../builders/counted.js';
import { read } from '../builders/request.js';

/** The same questions asked one by one and in one turn: their columns as JSON, or the code of their refusal. */
export interface Both {
  readonly alone: readonly string[];
  readonly together: readonly string[];
  /** Statements that the engine ran. */
  readonly runs: { readonly alone: number; readonly together: number };
}

/** Keys hold: without that, rows are not joined to what a question does not need. */
const PROVEN = { keys: { findingOf: () => ({ holds: true }) } } as unknown as Runtime['proven'];

export async function askBoth(
  model: Model,
  engine: Engine,
  inputs: readonly MetricQueryInput[],
  proven = PROVEN,
): Promise<Both> {
  const { engine: counted, runs } = countRuns(engine);
  const runtime: Runtime = {
    ...{ model, engine: counted, proven },
    cache: new LruResultCache({ maxBytes: 0 }),
    maxRows: 1000,
  };
  const ask = async (input: MetricQueryInput, own: Runtime): Promise<string> => {
    try {
      const { columns } = await answer(own, read(model, input), ANYONE, new AbortController().signal);
      return JSON.stringify(columns.map(({ name, values }) => [name, values]));
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      return error.problems[0]?.code ?? '';
    }
  };
  const alone: string[] = [];
  for (const input of inputs) alone.push(await ask(input, runtime));
  const before = runs();
  const shared = { ...runtime, statements: together(counted) };
  const asked = await Promise.all(inputs.map((input) => ask(input, shared)));
  return { alone, together: asked, runs: { alone: before, together: runs() - before } };
}
