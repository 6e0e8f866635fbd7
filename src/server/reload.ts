import type { Model } from '../model/model.js';
import { errorsIn, type Problem, ProblemError } from '../problems/problem.js';
import type { CompiledProject } from './compile.js';
import type { LastReload } from './http/readiness-routes.js';
import type { Live } from './live.js';
import type { Serving } from './serving.js';
import { watchDefinitions } from './watch-definitions.js';

export interface Reloading {
  readonly last: () => LastReload | null;
  /** Compiles now; resolves when the outcome is live, or refused. */
  readonly reload: () => Promise<LastReload>;
  readonly stop: () => void;
}

export interface ReloadParts {
  /** What is watched. */
  readonly definitions: Parameters<typeof watchDefinitions>[0];
  readonly compile: () => CompiledProject;
  readonly live: Live;
  readonly makeServing: (model: Model) => Promise<Serving>;
  readonly onReload: (outcome: ReloadOutcome) => void;
}

export interface ReloadOutcome extends LastReload {
  readonly milliseconds: number;
  readonly textOf: CompiledProject['textOf'];
}

/** Follows definitions. All or nothing: a change with problems leaves the old model serving. */
export function followDefinitions({ definitions, compile, live, makeServing, onReload }: ReloadParts): Reloading {
  let last: LastReload | null = null;
  let work: Promise<unknown> = Promise.resolve();

  const attempt = async (): Promise<LastReload> => {
    const began = performance.now();
    const { problems, textOf } = await compileAndSwap();
    last = { at: new Date().toISOString(), problems };
    onReload({ ...last, milliseconds: Math.round(performance.now() - began), textOf });
    return last;
  };

  const compileAndSwap = async (): Promise<Pick<ReloadOutcome, 'problems' | 'textOf'>> => {
    try {
      const { model, problems, textOf } = compile();
      if (errorsIn(problems).length === 0) live.swap(await makeServing(model));
      return { problems, textOf };
    } catch (error) {
      return { problems: problemsIn(error), textOf: () => undefined };
    }
  };

  /** One after the other, so that the newest files win. */
  const reload = (): Promise<LastReload> => {
    const next = work.then(attempt);
    work = next.catch(() => {});
    return next;
  };
  const stop = watchDefinitions(definitions, () => void reload());
  return { last: () => last, reload, stop };
}

const problemsIn = (error: unknown): readonly Problem[] =>
  error instanceof ProblemError
    ? error.problems
    : [{ code: 'INTERNAL_SERVER_ERROR', message: `The definitions could not be loaded: ${String(error)}` }];
