import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { TrinoProfile } from '../../engine/trino/profile.js';
import { openTrinoSetup, type TrinoSetup } from '../../engine/trino/trino-setup.js';
import { ProblemError } from '../../problems/problem.js';
import { quoteName, quoteText } from '../../sql/literals.js';
import { sampleTables } from '../sample-tables.js';
import { insertBatches } from './batches.js';
import { createTable, describeParquet, type ParquetTable } from './parquet-table.js';
import { insertFromStage, type Stage } from './staged.js';

export interface LoadOptions {
  /** Where Trino can read the files by itself, instead of from the text of statements. */
  readonly stage?: Stage | undefined;
  /** Drops tables of these names first; without, the load is refused where there are some. */
  readonly replace?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Rows written so far, of all. */
  readonly onProgress?: (done: number, total: number, table: string) => void;
}

/**
 * Loads the Parquet files of a folder into Hive tables of the profile's catalog, in a schema of the folder's name, and
 * counts their rows.
 * @throws ProblemError: what Trino says; INVALID_CONFIGURATION for tables in the way; ENGINE_FAILED for a wrong count
 */
export async function loadSample(
  folder: string,
  profile: TrinoProfile,
  options: LoadOptions = {},
): Promise<readonly ParquetTable[]> {
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '1GB' });
  const connection = await instance.connect();
  const loading: Loading = {
    connection,
    setup: openTrinoSetup(writing(profile)),
    catalog: profile.catalog,
    schema: basename(folder),
  };
  try {
    const tables = await describeFolder(connection, folder);
    await loading.setup.run(`CREATE SCHEMA IF NOT EXISTS ${quoteName(loading.schema)}`);
    await clear(loading, tables, options.replace ?? false);
    const total = tables.reduce((sum, { rows }) => sum + rows, 0);
    let done = 0;
    for (const table of tables) {
      await load(loading, table, options, (rows) => {
        done += rows;
        options.onProgress?.(done, total, table.name);
      });
    }
    return tables;
  } finally {
    loading.setup.close();
    connection.closeSync();
    instance.closeSync();
  }
}

/** A write to 90 partitions asks for as many updates of statistics at once, at which a metastore over Derby stops for good. */
const writing = (profile: TrinoProfile): TrinoProfile => ({
  ...profile,
  sessionProperties: {
    [`${profile.catalog}.collect_column_statistics_on_write`]: 'false',
    ...profile.sessionProperties,
  },
});

interface Loading {
  readonly connection: DuckDBConnection;
  readonly setup: TrinoSetup;
  readonly catalog: string;
  readonly schema: string;
}

async function describeFolder(connection: DuckDBConnection, folder: string): Promise<ParquetTable[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.parquet')).toSorted();
  const tables: ParquetTable[] = [];
  for (const file of files) tables.push(await describeParquet(connection, join(folder, file)));
  return tables;
}

const addressOf = (schema: string, { name }: ParquetTable): string => `${quoteName(schema)}.${quoteName(name)}`;

/** Whether all tables are there; they are made in order, so that the last one says that the others are whole. */
export async function hasSample(profile: TrinoProfile): Promise<boolean> {
  const setup = openTrinoSetup(profile);
  try {
    const there = await tablesIn(setup, profile.catalog, 'streaming');
    return sampleTables(1).every(({ name, scratch }) => scratch || there.includes(name));
  } finally {
    setup.close();
  }
}

async function tablesIn(setup: TrinoSetup, catalog: string, schema: string): Promise<readonly unknown[]> {
  const { values } = await setup.ask({
    text: `SELECT "table_name" FROM ${quoteName(catalog)}."information_schema"."tables" WHERE "table_schema" = ${quoteText(schema)}`,
    parameters: [],
    columns: [{ name: 'table_name', type: 'text' }],
  });
  return values[0] ?? [];
}

async function clear(
  { setup, catalog, schema }: Loading,
  tables: readonly ParquetTable[],
  replace: boolean,
): Promise<void> {
  const there = await tablesIn(setup, catalog, schema);
  const inTheWay = tables.filter(({ name }) => there.includes(name));
  if (inTheWay.length > 0 && !replace)
    throw new ProblemError([
      {
        code: 'INVALID_CONFIGURATION',
        message: `The catalog "${catalog}" has ${schema}.${inTheWay[0]?.name}${inTheWay.length > 1 ? ` and ${inTheWay.length - 1} more` : ''} already.`,
        hint: 'With --replace these tables are dropped and made anew.',
      },
    ]);
  for (const table of inTheWay) await setup.run(`DROP TABLE ${addressOf(schema, table)}`);
}

async function load(
  { connection, setup, schema }: Loading,
  table: ParquetTable,
  { stage, signal }: LoadOptions,
  onRows: (rows: number) => void,
): Promise<void> {
  const address = addressOf(schema, table);
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
    throw new ProblemError([
      { code: 'ENGINE_FAILED', message: `${schema}.${table.name} has ${found} rows instead of ${table.rows}.` },
    ]);
}
