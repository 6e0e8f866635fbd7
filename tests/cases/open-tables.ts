import { openMemoryDuckdb } from '../../src/engine/duckdb/duckdb-engine.js';
import type { Engine, EngineName } from '../../src/engine/engine.js';
import { loadTables } from './load-tables.js';
import { openTrinoTables } from './open-trino-tables.js';
import type { SuiteModel } from './suite.js';

/** An engine that has a model's tables and nothing else; they go when it is closed. */
export const openTables: Readonly<Record<EngineName, (tables: SuiteModel['tables']) => Promise<Engine>>> = {
  duckdb: (tables) => openMemoryDuckdb((run) => loadTables(run, tables)),
  trino: openTrinoTables,
};
