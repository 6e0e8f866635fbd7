import { once } from 'node:events';
import type { DuckDBConnection } from '@duckdb/node-api';
import { endedBy } from '../../problems/cancelled.js';
import { createInstance, type DuckdbProfile } from './duckdb-engine.js';
import { engineProblem } from './errors.js';
import { FileViews } from './views.js';

/** Writes files from tables, which the engine that answers questions never does. */
export interface DuckdbSetup {
  /** One statement without bound values. @throws ProblemError as `Engine.run` */
  readonly run: (text: string, signal: AbortSignal) => Promise<void>;
  /** Reads few rows. */
  readonly ask: (text: string) => Promise<readonly (readonly unknown[])[]>;
  readonly close: () => void;
}

export async function openDuckdbSetup(profile: DuckdbProfile): Promise<DuckdbSetup> {
  const instance = await createInstance(profile);
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  await new FileViews(profile.data, profile.rollups?.folder).refresh(connection);
  return {
    run: (text, signal) => interrupted(connection, text, signal),
    ask: async (text) => (await connection.runAndReadAll(text)).getRows(),
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

async function interrupted(connection: DuckDBConnection, text: string, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const done = new AbortController();
  const timers: NodeJS.Timeout[] = [];
  // An interrupt that comes before the statement has begun is lost
  void once(signal, 'abort', { signal: done.signal }).then(
    () => timers.push(setInterval(() => connection.interrupt(), 20)),
    () => {},
  );
  try {
    await connection.run(text);
  } catch (error) {
    throw signal.aborted ? endedBy(signal) : engineProblem(error);
  } finally {
    done.abort();
    for (const timer of timers) clearInterval(timer);
  }
}
