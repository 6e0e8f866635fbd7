import type { DuckdbProfile } from './duckdb/duckdb-engine.js';
import type { Engine } from './engine.js';
import type { TrinoProfile } from './trino/profile.js';

export interface EngineSettings extends DuckdbProfile {
  readonly kind: 'duckdb' | 'trino';
  readonly rollups?: { readonly folder: string; readonly schema: string } | undefined;
  readonly trino?: TrinoProfile | undefined;
}

/** Opens the engine that is chosen; the code of the other one is not even loaded. */
export async function openEngine(settings: EngineSettings): Promise<Engine> {
  if (settings.kind === 'duckdb' || settings.trino === undefined) {
    const { openDuckdb } = await import('./duckdb/duckdb-engine.js');
    return openDuckdb(settings);
  }
  const { openTrino } = await import('./trino/trino-engine.js');
  return openTrino(settings.trino);
}
