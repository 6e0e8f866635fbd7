import { copyFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { TrinoSetup } from '../../engine/trino/trino-setup.js';
import { quoteName, quoteText } from '../../sql/literals.js';
import { text } from '../draws.js';
import type { Batch } from './batches.js';
import { MOST_PARTITIONS } from './layouts.js';
import { columnDefinitions, columnList, type ParquetTable } from './parquet-table.js';

/** A folder here that Trino sees too, under an address of its own: local:///stage, file:///stage. */
export interface Stage {
  readonly folder: string;
  readonly location: string;
}

/** The same rows as INSERTs from the Parquet file itself, which Trino reads where it lies. */
export async function* insertFromStage(
  connection: DuckDBConnection,
  setup: TrinoSetup,
  address: string,
  table: ParquetTable,
  stage: Stage,
): AsyncGenerator<Batch> {
  const staged = address.replace(/"$/, '_staged"');
  const folder = join(stage.folder, table.name);
  await mkdir(folder, { recursive: true });
  await copyFile(table.file, join(folder, 'data.parquet'));
  try {
    await setup.run(`DROP TABLE IF EXISTS ${staged}`);
    const location = quoteText(`${stage.location.replace(/\/+$/, '')}/${table.name}`);
    await setup.run(
      `CREATE TABLE ${staged} (${columnDefinitions(table)}) WITH (format = 'PARQUET', external_location = ${location})`,
    );
    const select = `INSERT INTO ${address} (${columnList(table)}) SELECT ${columnList(table)} FROM ${staged}`;
    for (const { where, rows } of await chunksOf(connection, table)) yield { statement: `${select}${where}`, rows };
    await setup.run(`DROP TABLE ${staged}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Chunk {
  readonly where: string;
  readonly rows: number;
}

async function chunksOf(connection: DuckDBConnection, table: ParquetTable): Promise<Chunk[]> {
  const { partitionedBy } = table.layout;
  if (partitionedBy === undefined) return [{ where: '', rows: table.rows }];
  const column = quoteName(partitionedBy);
  const found = await connection.runAndReadAll(
    `SELECT CAST(${column} AS VARCHAR), COUNT(*) FROM ${text(table.file)} GROUP BY ${column} ORDER BY ${column}`,
  );
  const days = found.getRows();
  return Array.from({ length: Math.ceil(days.length / MOST_PARTITIONS) }, (_, at): Chunk => {
    const some = days.slice(at * MOST_PARTITIONS, (at + 1) * MOST_PARTITIONS);
    return {
      where: ` WHERE ${column} BETWEEN DATE ${quoteText(String(some[0]?.[0]))} AND DATE ${quoteText(String(some.at(-1)?.[0]))}`,
      rows: some.reduce((sum, [, rows]) => sum + Number(rows), 0),
    };
  });
}
