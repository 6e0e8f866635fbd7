import { ANYONE, answer, type Runtime } from '../../src/answer.js';
import { together } from '../../src/batch/statements.js';
import { BoundedStore } from '../../src/cache/bounded-store.js';
import { LruResultCache } from '../../src/cache/lru-result-cache.js';
import { DerivedStatements } from '../../src/derive/derived-statements.js';
import { KeptLeaves } from '../../src/derive/kept-leaves.js';
import type { Engine } from '../../src/engine/engine.js';
import type { Model } from '../../src/model/model.js';
import { ProblemError } from '../../src/problems/problem.js';
import type { MetricQueryInput } from '../../src/request/query-input.js';
import type { Answer } from '../../src/result/result.js';
import { countRuns } from '../builders/counted.js';
import { read } from '../builders/request.js';

/** One step of a drill: asked of the engine alone, and where rows are kept. */
export interface Step {
  readonly input: MetricQueryInput;
  readonly plain: string;
  readonly derived: string;
  readonly state: string;
  /** Whether the engine was asked for it. */
  readonly asked: boolean;
}

const PROVEN = { keys: { findingOf: () => ({ holds: true }) } } as unknown as Runtime['proven'];

/** @param cells how columns are compared: numbers that rest on doubles may differ in their last digits */
export async function askDrilled(
  model: Model,
  engine: Engine,
  inputs: readonly MetricQueryInput[],
  leaves = new KeptLeaves(new BoundedStore({ maxBytes: 64 * 1024 * 1024 })),
): Promise<readonly Step[]> {
  const { engine: counted, runs } = countRuns(engine);
  const runtime: Runtime = {
    model,
    engine: counted,
    proven: PROVEN,
    cache: new LruResultCache({ maxBytes: 0 }),
    maxRows: 100_000,
  };
  const steps: Step[] = [];
  for (const input of inputs) {
    const plain = await ask(runtime, input);
    const before = runs();
    const derived = await ask({ ...runtime, statements: new DerivedStatements(together(counted), leaves) }, input);
    steps.push({
      input,
      plain: textOf(plain),
      derived: textOf(derived),
      state: typeof derived === 'string' ? derived : derived.cache.state,
      asked: runs() > before,
    });
  }
  return steps;
}

async function ask(runtime: Runtime, input: MetricQueryInput): Promise<Answer | string> {
  try {
    return await answer(runtime, read(runtime.model, input), ANYONE, new AbortController().signal);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return error.problems[0]?.code ?? '';
  }
}

const textOf = (came: Answer | string): string =>
  typeof came === 'string' ? came : JSON.stringify(came.columns.map(({ name, values }) => [name, values]));
