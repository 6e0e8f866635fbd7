import { existsSync, readFileSync } from 'node:fs';
import { createInstance, type DuckdbProfile } from '../../src/engine/duckdb/duckdb-engine.js';
import { FileViews } from '../../src/engine/duckdb/views.js';
import type { Statement } from '../../src/engine/engine.js';

const FILE = '/proc/self/io';

/** Whether this system counts what a process reads. */
export const countsReads = (): boolean => existsSync(FILE);

/**
 * What a DuckDB reads from files for a statement that has read nothing yet, as Linux counts it for the process: DuckDB's
 * own figure leaves out the columns of Parquet files.
 */
export async function bytesFromFiles(
  { data, rollups }: DuckdbProfile,
  { text, parameters }: Statement,
): Promise<number> {
  const instance = await createInstance({});
  const connection = await instance.connect();
  try {
    await new FileViews(data, rollups?.folder).refresh(connection);
    await connection.run("SET TimeZone = 'UTC'");
    await connection.run('SET enable_external_file_cache = false');
    const before = readSoFar();
    await connection.runAndReadAll(
      text,
      parameters.map(({ value }) => value),
    );
    return readSoFar() - before;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

const readSoFar = (): number => Number(/^rchar: (\d+)$/m.exec(readFileSync(FILE, 'utf8'))?.[1]);
