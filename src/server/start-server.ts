import type { AddressInfo } from 'node:net';
import { BoundedStore } from '../cache/bounded-store.js';
import { LruResultCache } from '../cache/lru-result-cache.js';
import { KeptLeaves } from '../derive/kept-leaves.js';
import type { Engine } from '../engine/engine.js';
import { openEngine } from '../engine/open-engine.js';
import type { Model } from '../model/model.js';
import type { ProblemCode } from '../problems/codes.js';
import { proveForUsers } from '../proofs/prove-for-users.js';
import { proveInBackground } from '../proofs/prove-in-background.js';
import { followStates } from '../rollups/follow-states.js';
import { keepingCompiler } from './compile.js';
import type { Configuration } from './configuration/configuration.js';
import { type EngineFollower, followEngine } from './follow-engine.js';
import { serveHttp } from './http/serve-http.js';
import { Live } from './live.js';
import { type Log, stderrLog } from './log.js';
import { logAnswers } from './query-log/log-answers.js';
import { QueryLog } from './query-log/query-log.js';
import { followDefinitions, type ReloadParts } from './reload.js';
import { makeServing } from './serving.js';

export interface RunningServer {
  /** http://127.0.0.1:4000 */
  readonly url: string;
  readonly model: Model;
  /** Lets requests under way end, for at most so many milliseconds. */
  readonly stop: (patience?: number) => Promise<void>;
}

export interface StartOptions {
  readonly log?: Log;
  readonly onReload?: ReloadParts['onReload'];
  /** Compiles what a reload serves. */
  readonly recompile?: ReloadParts['compile'];
}

const MEGABYTE = 1_048_576;
const PATIENCE = 5_000;

/**
 * Opens the engine, and listens.
 * @param compile gives a model without problems; runs while the engine opens
 * @throws what `compile` throws; EADDRINUSE and the like as node gives them
 */
export async function startServer(
  configuration: Configuration,
  compile: () => Promise<Model> | Model,
  options: StartOptions = {},
): Promise<RunningServer> {
  const { log = stderrLog, onReload = () => {} } = options;
  const { recompile = keepingCompiler(configuration.project, configuration.metrics, configuration) } = options;
  const { limits, server: address } = configuration;
  const opening = openEngine(configuration.engine);
  try {
    const model = await compile();
    const engine = await opening;
    const { megabytes, derive, lifetime } = configuration.cache;
    const store = new BoundedStore({ maxBytes: megabytes * MEGABYTE });
    const cache = new LruResultCache({ store, seconds: limits.seconds });
    const kept = derive && megabytes > 0 ? new KeptLeaves(store) : undefined;
    const onDisproof = (text: string, code: ProblemCode) => log.warn(text, { code });
    const prover = configuration.proofs === 'background' ? proveInBackground(engine, { onDisproof }) : undefined;
    const userProvers = prover !== undefined && address.userHeader !== undefined ? proveForUsers(engine) : undefined;
    const built = configuration.useRollups
      ? ((await followStates(model, configuration.engine)) ?? undefined)
      : undefined;
    const queryLog =
      configuration.queryLog &&
      new QueryLog(configuration.queryLog, (error) =>
        log.warn(`The query log cannot be written: ${(error as Error).message}`, {}),
      );
    const onAnswered = queryLog && logAnswers(queryLog);
    const make = (next: Model) =>
      makeServing(next, { engine, cache, store, kept, lifetime, built, onAnswered, limits, log, prover });
    const live = new Live(await make(model));
    const reloading = address.watch
      ? followDefinitions({
          definitions: configuration,
          compile: recompile,
          live,
          makeServing: make,
          onReload,
        })
      : undefined;
    let follower: EngineFollower | undefined;
    const readiness = {
      live,
      engine,
      lastReload: () => reloading?.last() ?? null,
      tableProblems: () => follower?.tableProblems() ?? [],
      store,
    };
    const http = serveHttp(readiness, configuration, log, userProvers?.knownTo);

    const stop = async (patience = PATIENCE): Promise<void> => {
      reloading?.stop();
      follower?.stop();
      const late = setTimeout(() => http.server.closeAllConnections(), patience);
      await http.close();
      clearTimeout(late);
      await live.stop();
      await Promise.all([prover?.stop(), userProvers?.stop()]);
      await Promise.all([engine.close(), kept?.close(), built?.stop(), queryLog?.close()]);
    };
    try {
      await http.listen({ host: address.host, port: address.port });
    } catch (error) {
      await stop();
      throw error;
    }
    follower = followEngine({ engine, live, makeServing: make, log });
    return { url: urlOf(http.server.address() as AddressInfo), model, stop };
  } catch (error) {
    await closeWhenOpen(opening);
    throw error;
  }
}

const closeWhenOpen = (opening: Promise<Engine>) => opening.then((engine) => engine.close()).catch(() => {});

/** Every address of the machine is shown as the one that works on it. */
function urlOf({ address, family, port }: AddressInfo): string {
  const host = address === '0.0.0.0' || address === '::' ? 'localhost' : family === 'IPv6' ? `[${address}]` : address;
  return `http://${host}:${port}`;
}
