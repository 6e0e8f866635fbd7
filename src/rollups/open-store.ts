import type { EngineSettings } from '../engine/open-engine.js';
import type { Model } from '../model/model.js';
import { refuse } from '../problems/problem.js';
import type { RollupStore } from './store.js';

/** Where the engine of these settings keeps rollups; the code of the other one is not even loaded. */
export async function openStore(model: Model, settings: EngineSettings): Promise<RollupStore> {
  const { rollups } = settings;
  if (rollups === undefined)
    return refuse({ code: 'INVALID_CONFIGURATION', message: 'Nothing says where rollups are kept.' });
  if (settings.kind === 'duckdb' || settings.trino === undefined) {
    const { DuckdbStore } = await import('./duckdb-store.js');
    return new DuckdbStore(model, { ...settings, rollups });
  }
  const { TrinoStore } = await import('./trino-store.js');
  return new TrinoStore(model, settings.trino, rollups.schema);
}
