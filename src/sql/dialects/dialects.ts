import type { EngineName } from '../statement.js';
import type { Dialect } from './dialect.js';
import { duckdb } from './duckdb.js';
import { trino } from './trino.js';

export const dialects = { duckdb, trino } satisfies Record<EngineName, Dialect>;
