import type { FastifyInstance } from 'fastify';
import type { BoundedStore } from '../../cache/bounded-store.js';
import type { Engine, EngineReadiness } from '../../engine/engine.js';
import { errorsIn, type Problem } from '../../problems/problem.js';
import type { Live } from '../live.js';

/** How the last reload ended. */
export interface LastReload {
  readonly at: string;
  readonly problems: readonly Problem[];
}

export interface Readiness {
  readonly live: Live;
  readonly engine: Engine;
  readonly lastReload: () => LastReload | null;
  /** Tables that the definitions name and the engine does not have. */
  readonly tableProblems: () => readonly Problem[];
  /** Of all that is kept. */
  readonly store: BoundedStore;
}

const PATIENCE = 2_000;

/**
 * `/health`: the process answers. `/ready`: it can answer questions; 503 when its engine cannot. A reload that
 * failed and a table that is missing leave it ready, with the problems beside.
 */
export function readinessRoutes(
  server: FastifyInstance,
  { live, engine, lastReload, tableProblems, store }: Readiness,
): void {
  server.get('/health', () => ({ status: 'ok' }));
  server.get('/ready', async (_request, reply) => {
    const { state, version, problems } = await stateOf(engine);
    const isReady = state === 'ok';
    const { model, loadedAt, answers } = live.current;
    const reload = lastReload();
    const tables = tableProblems();
    return reply.code(isReady ? 200 : 503).send({
      status: isReady ? 'ready' : 'not ready',
      engine: {
        name: engine.name,
        state,
        ...(version !== null && { version }),
        ...(problems.length > 0 && { problems }),
      },
      model: {
        loadedAt,
        datasets: model.datasets.size,
        metrics: model.metrics.size,
        views: model.views.size,
        ...(tables.length > 0 && { problems: tables }),
      },
      cache: { bytes: store.bytes, entries: store.entries, repeated: answers?.repeated ?? 0 },
      lastReload: reload && {
        at: reload.at,
        state: errorsIn(reload.problems).length === 0 ? 'ok' : 'refused',
        problems: reload.problems,
      },
    });
  });
}

async function stateOf(engine: Engine): Promise<EngineReadiness> {
  if (engine.readiness !== undefined) return engine.readiness();
  return { state: (await answers(engine)) ? 'ok' : 'unavailable', version: null, problems: [] };
}

async function answers(engine: Engine): Promise<boolean> {
  try {
    const { rowCount } = await engine.run(
      { text: 'SELECT 1', parameters: [], columns: [{ name: 'one', type: 'integer' }] },
      AbortSignal.timeout(PATIENCE),
    );
    return rowCount === 1;
  } catch {
    return false;
  }
}
