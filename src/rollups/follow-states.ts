import { statSync } from 'node:fs';
import type { EngineSettings } from '../engine/open-engine.js';
import type { Model } from '../model/model.js';
import type { Rollups } from './rollups.js';
import type { RollupState } from './state.js';

/** What is built, as of now or a moment ago; asking costs next to nothing. */
export interface FollowedStates {
  readonly sketches: boolean;
  readonly states: Rollups['states'];
  /** Looks at once. */
  readonly refresh: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

const NONE: ReadonlyMap<string, RollupState> = new Map();

/** Null where nothing says where rollups are kept. */
export async function followStates(model: Model, settings: EngineSettings): Promise<FollowedStates | null> {
  const { rollups, trino } = settings;
  if (rollups === undefined) return null;
  if (settings.kind === 'duckdb' || trino === undefined) return followFolder(rollups.folder);
  const { TrinoStore } = await import('./trino-store.js');
  const store = new TrinoStore(model, trino, rollups.schema);
  let seen = NONE;
  // With the engine away, what was built is what was seen last
  const refresh = async (): Promise<void> => {
    seen = await store.states().catch(() => seen);
  };
  const timer = setInterval(() => void refresh(), (trino.freshnessSeconds ?? 15) * 1000).unref();
  void refresh();
  return {
    sketches: store.sketches,
    states: () => seen,
    refresh,
    stop: async () => {
      clearInterval(timer);
      await store.close();
    },
  };
}

/** A build that is published is a new name in the folder. */
async function followFolder(folder: string): Promise<FollowedStates> {
  const { statesIn } = await import('./duckdb-store.js');
  let seen: ReadonlyMap<string, RollupState> = NONE;
  let version: bigint | undefined;
  const states = (): ReadonlyMap<string, RollupState> => {
    const now = statSync(folder, { bigint: true, throwIfNoEntry: false })?.mtimeNs;
    if (now !== version) seen = now === undefined ? NONE : statesIn(folder);
    version = now;
    return seen;
  };
  return { sketches: false, states, refresh: async () => {}, stop: async () => {} };
}
