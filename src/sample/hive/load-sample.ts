import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { TrinoProfile } from '../../engine/trino/profile.js';
import { openTrinoSetup, type TrinoSetup } from '../../engine/trino/trino-setup.js';
import { ProblemError } from '../../problems/problem.js';
import { quoteName, quoteText } from '../../sql/literals.js';
import { insertBatches } from './batches.js';
import { createTable, describeParquet, type ParquetTable } from './parquet-table.js';
import { insertFromStage, type Stage } from './staged.js';

export interface LoadOptions {
  /** Where Trino can read the files by itself, which is many times as fast. */
  readonly stage?: Stage | undefined;
  /** Drops tables of these names first; without, the load is refused where there are some. */
  readonly replace?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Rows written so far, of all. */
  readonly onProgress?: (done: number, total: number, table: string) => void;
}

const SCHEMA = 'streaming';

/**
 * Loads `<folder>/streaming/*.parquet` into Hive tables of the profile's catalog, in the schema "streaming", and counts
 * their rows.
 * @throws ProblemError: what Trino says; INVALID_CONFIGURATION for tables in the way; ENGINE_FAILED for a wrong count
 */
export async function loadSample(folder: string, profile: TrinoProfile, options: LoadOptions = {}): Promise<readonly ParquetTable[]> {
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '1GB' });
  const connection = await instance.connect();
  const setup = openTrinoSetup(profile);
  try {
    const tables = await describeFolder(connection, join(folder, SCHEMA));
    await setup.run(`CREATE SCHEMA IF NOT EXISTS ${quoteName(SCHEMA)}`);
    await clear(setup, profile, tables, options.replace ?? false);
    const total = tables.reduce((sum, { rows }) => sum + rows, 0);
    let done = 0;
    for (const table of tables) {
      await load(connection, setup, table, options, (rows) => {
        done += rows;
        options.onProgress?.(done, total, table.name);
      });
    }
    return tables;
  } finally {
    setup.close();
    connection.closeSync();
    instance.closeSync();
  }
}

async function describeFolder(connection: DuckDBConnection, folder: string): Promise<ParquetTable[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.parquet')).toSorted();
  const tables: ParquetTable[] = [];
  for (const file of files) tables.push(await describeParquet(connection, join(folder, file)));
  return tables;
}

const addressOf = ({ name }: ParquetTable): string => `${quoteName(SCHEMA)}.${quoteName(name)}`;

async function clear(setup: TrinoSetup, { catalog }: TrinoProfile, tables: readonly ParquetTable[], replace: boolean): Promise<void> {
  const { values } = await setup.ask({
    text: `SELECT "table_name" FROM ${quoteName(catalog)}."information_schema"."tables" WHERE "table_schema" = ${quoteText(SCHEMA)}`,
    parameters: [],
    columns: [{ name: 'table_name', type: 'text' }],
  });
  const inTheWay = tables.filter(({ name }) => values[0]?.includes(name));
  if (inTheWay.length > 0 && !replace)
    throw new ProblemError([
      {
        code: 'INVALID_CONFIGURATION',
        message: `The catalog "${catalog}" has ${SCHEMA}.${inTheWay[0]?.name}${inTheWay.length > 1 ? ` and ${inTheWay.length - 1} more` : ''} already.`,
        hint: 'With --replace these tables are dropped and made anew.',
      },
    ]);
  for (const table of inTheWay) await setup.run(`DROP TABLE ${addressOf(table)}`);
}

async function load(
  connection: DuckDBConnection,
  setup: TrinoSetup,
  table: ParquetTable,
  { stage, signal }: LoadOptions,
  onRows: (rows: number) => void,
): Promise<void> {
  const address = addressOf(table);
  await setup.run(createTable(address, table), signal);
  const batches =
    stage === undefined
      ? insertBatches(connection, address, table)
      : insertFromStage(connection, setup, address, table, stage);
  for await (const { statement, rows } of batches) {
    await setup.run(statement, signal);
    onRows(rows);
  }
  const { values } = await setup.ask({
    text: `SELECT COUNT(*) FROM ${address}`,
    parameters: [],
    columns: [{ name: 'rows', type: 'integer' }],
  });
  const found = values[0]?.[0];
  if (found !== table.rows)
    throw new ProblemError([{ code: 'ENGINE_FAILED', message: `${SCHEMA}.${table.name} has ${found} rows instead of ${table.rows}.` }]);
}
