import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { drawMacros, text } from './draws.js';
import { GENERATOR_VERSION, type SampleCard } from './sample-card.js';
import { sampleTables } from './sample-tables.js';

export interface SampleOptions {
  readonly seed?: number;
  /** 1 (default) has about two million plays; 0.01 has the same shapes for tests. */
  readonly scale?: number;
  readonly signal?: AbortSignal;
  /** Called before each table and once at the end. */
  readonly onProgress?: (done: number, total: number, what: string) => void;
}

export interface SampleReport {
  readonly folder: string;
  readonly tables: readonly { readonly name: string; readonly rows: number }[];
  readonly milliseconds: number;
}

/**
 * Makes the sample of a streaming service: `<folder>/streaming/<table>.parquet`, and `sample.json` beside them.
 * Equal seed and scale give equal rows. A sample that is there already is replaced as a whole, at the end.
 * @throws the signal's reason when aborted; then the folder is as it was before
 */
export async function makeSample(folder: string, options: SampleOptions = {}): Promise<SampleReport> {
  const { seed = 42, scale = 1, signal, onProgress } = options;
  const began = performance.now();
  signal?.throwIfAborted();
  await mkdir(folder, { recursive: true });
  await removeLeftovers(folder);
  const making = join(folder, `${MAKING}${process.pid}-${Date.now()}`);
  await mkdir(join(making, 'streaming'), { recursive: true });
  try {
    const tables = await writeTables(making, seed, scale, signal, onProgress);
    const card: SampleCard = {
      generator: GENERATOR_VERSION,
      seed,
      scale,
      tables: Object.fromEntries(tables.map((t) => [t.name, t.rows])),
    };
    await writeFile(join(making, 'streaming', 'sample.json'), `${JSON.stringify(card, null, 2)}\n`);
    signal?.throwIfAborted();
    await replace(join(folder, 'streaming'), join(making, 'streaming'), join(making, 'before'));
    return { folder, tables, milliseconds: Math.round(performance.now() - began) };
  } finally {
    await rm(making, { recursive: true, force: true });
  }
}

const MAKING = '.making-';

async function writeTables(
  making: string,
  seed: number,
  scale: number,
  signal: AbortSignal | undefined,
  onProgress: SampleOptions['onProgress'],
): Promise<SampleReport['tables']> {
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: '1GB',
    temp_directory: join(making, 'spill'),
  });
  const connection = await instance.connect();
  const interrupt = (): void => connection.interrupt();
  signal?.addEventListener('abort', interrupt);
  try {
    for (const macro of drawMacros(seed)) await connection.run(macro);
    const tables = sampleTables(scale);
    const written = [];
    for (const [done, { name, select, scratch }] of tables.entries()) {
      signal?.throwIfAborted();
      onProgress?.(done, tables.length, name);
      await connection.run(`CREATE TABLE ${name} AS ${select}`);
      if (scratch) continue;
      const file = join(making, 'streaming', `${name}.parquet`);
      await connection.run(`COPY ${name} TO ${text(file)} (FORMAT parquet, COMPRESSION zstd)`);
      written.push({ name, rows: await countRows(connection, name) });
    }
    onProgress?.(tables.length, tables.length, 'done');
    return written;
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', interrupt);
    connection.closeSync();
    instance.closeSync();
  }
}

async function countRows(connection: DuckDBConnection, table: string): Promise<number> {
  const reader = await connection.runAndReadAll(`SELECT count(*) FROM ${table}`);
  return Number(reader.getRows()[0]?.[0]);
}

async function replace(target: string, made: string, aside: string): Promise<void> {
  await rename(target, aside).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await rename(made, target);
}

/** Removes what a generation left whose process was killed. */
async function removeLeftovers(folder: string): Promise<void> {
  for (const entry of await readdir(folder)) {
    if (entry.startsWith(MAKING) && !isRunning(Number.parseInt(entry.slice(MAKING.length), 10))) {
      await rm(join(folder, entry), { recursive: true, force: true });
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
