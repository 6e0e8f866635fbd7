import type { Engine, OnProgress, Rows } from '../engine/engine.js';
import type { OutputColumn, PlanNode } from '../plan/plan.js';
import { ProblemError } from '../problems/problem.js';
import type { Derivable } from '../reuse/derivable.js';
import { dialects } from '../sql/dialects/dialects.js';
import { toSql } from '../sql/to-sql.js';
import { combine } from './combine.js';
import { type Candidate, compatible } from './compatible.js';
import { split } from './split.js';
import { tileOf } from './tile.js';

/** A plan that waits for the engine. */
export interface Asked extends Pick<Candidate, 'keepsRows'> {
  readonly root: PlanNode;
  readonly columns: readonly OutputColumn[];
  /** Where rows that are kept may give the answer. */
  readonly derivable?: Derivable | undefined;
}

/** Makes plans statements, and has the engine run them. */
export interface Statements {
  run(asked: Asked, signal: AbortSignal, onProgress: OnProgress): Promise<Rows>;
}

/** One statement for each plan. */
export const oneByOne = (engine: Engine): Statements => ({
  run: async ({ root, columns }, signal, onProgress) =>
    engine.run(toSql(root, columns, dialects[engine.name]), signal, { onProgress }),
});

interface Waiting extends Asked {
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
  readonly resolve: (rows: Rows) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * One statement for all plans that come in one turn of the event loop and read the same rows. What fails together is run
 * one by one, so that each question has the problem that is its own; it is ended when nobody waits for any of it.
 */
export function together(engine: Engine): Statements {
  const alone = oneByOne(engine);
  let waiting: Waiting[] = [];

  const send = (): void => {
    const now = waiting;
    waiting = [];
    try {
      part(now);
    } catch (error) {
      for (const each of now) each.reject(error);
    }
  };

  const part = (now: readonly Waiting[]): void => {
    const others: Waiting[] = [];
    const candidates = now.flatMap((each) => {
      const tile = tileOf(each.root, each.columns);
      if (tile === null) others.push(each);
      return tile === null ? [] : [{ ...each, tile }];
    });
    for (const batch of compatible(candidates)) {
      if (batch.length > 1) void runTogether(batch);
      else others.push(...batch);
    }
    for (const each of others) runAlone(each);
  };

  const runAlone = (each: Waiting): void =>
    void alone.run(each, each.signal, each.onProgress).then(each.resolve, each.reject);

  const runTogether = async (batch: readonly (Waiting & Candidate)[]): Promise<void> => {
    const onProgress: OnProgress = (progress) => {
      for (const each of batch) each.onProgress(progress);
    };
    try {
      const { root, columns, parts } = combine(batch.map(({ tile }) => tile));
      const rows = await alone.run({ root, columns, keepsRows: () => false }, endOfAll(batch), onProgress);
      parts.forEach((found, at) => {
        const each = batch[at];
        each?.resolve(split(rows, found, each.columns));
      });
    } catch (error) {
      for (const each of batch) {
        if (isAboutTheStatement(error) && !each.signal.aborted) runAlone(each);
        else each.reject(error);
      }
    }
  };

  return {
    run: (asked, signal, onProgress) =>
      new Promise((resolve, reject) => {
        if (waiting.length === 0) setImmediate(send);
        waiting.push({ ...asked, signal, onProgress, resolve, reject });
      }),
  };
}

/** Ends as soon as nobody waits any longer. */
function endOfAll(batch: readonly Waiting[]): AbortSignal {
  const controller = new AbortController();
  let left = batch.length;
  for (const { signal } of batch) {
    const leave = (): void => {
      left -= 1;
      if (left === 0) controller.abort(signal.reason);
    };
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true });
  }
  return controller.signal;
}

/** Of the engine or the caller as such: a smaller statement meets them too. */
const EVERYBODYS: ReadonlySet<string> = new Set([
  'CANCELLED',
  'QUERY_TIMEOUT',
  'ENGINE_UNAVAILABLE',
  'ENGINE_BUSY',
  'ENGINE_AUTH_FAILED',
]);

export const isAboutTheStatement = (error: unknown): boolean =>
  !(error instanceof ProblemError && error.problems.some(({ code }) => EVERYBODYS.has(code)));
