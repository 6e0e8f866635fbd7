import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { endedBy } from '../../problems/cancelled.js';
import type { Engine, Receive, Rows, Statement, TableVersion } from '../engine.js';
import { Connections } from './connections.js';
import { engineProblem, isStale } from './errors.js';
import { lockDown } from './lock-down.js';
import { readParts, readRows } from './read-rows.js';
import type { DataFiles } from './tables.js';
import { FileViews } from './views.js';

export interface DuckdbProfile {
  readonly data: DataFiles;
  readonly threads?: number | undefined;
  /** As DuckDB writes it: 4GB. */
  readonly memoryLimit?: string | undefined;
  /** Queries that run at once; the others wait in line. Each holds a thread of libuv's pool. */
  readonly maxQueries?: number | undefined;
  /** Where rollups lie; their tables are in the schema `grainline_rollups`. */
  readonly rollups?: { readonly folder: string } | undefined;
}

/** Opens an engine over files on disk; nothing but these files can be read through it, and nothing written. */
export async function openDuckdb(profile: DuckdbProfile): Promise<Engine> {
  const instance = await createInstance(profile);
  const views = new FileViews(profile.data, profile.rollups?.folder);
  const setup = await instance.connect();
  await views.refresh(setup);
  await lockDown(setup, views.folders());
  return new DuckdbEngine(instance, setup, profile.maxQueries, views);
}

/** Runs one statement that makes or fills a table; values are bound to $1, $2, … as text. */
export type RunSetup = (sql: string, parameters?: readonly (string | boolean | null)[]) => Promise<void>;

export interface MemoryDuckdb extends Engine {
  /** Changes tables, while nothing is asked; they are of another version then. */
  change(setup: (run: RunSetup) => Promise<void>): Promise<void>;
}

/** An engine whose tables are made in memory by `setup`. */
export async function openMemoryDuckdb(
  setup: (run: RunSetup) => Promise<void>,
  profile: Omit<DuckdbProfile, 'data'> = {},
): Promise<MemoryDuckdb> {
  const instance = await createInstance(profile);
  const connection = await instance.connect();
  await setup(runOn(connection));
  await lockDown(connection, []);
  return new DuckdbEngine(instance, connection, profile.maxQueries, undefined);
}

const runOn =
  (connection: DuckDBConnection): RunSetup =>
  async (sql, parameters) => {
    await connection.run(sql, parameters && [...parameters]);
  };

/**
 * Takes two parts of a statement for one where they differ in the columns they give on, and so gives wrong rows without
 * a word: duckdb/duckdb#25819, in 1.5.1 to 1.5.5 at least. What a plan shares is shared by WITH.
 */
const DEFECTIVE = 'common_subplan';

export function createInstance({ threads, memoryLimit }: Omit<DuckdbProfile, 'data'>): Promise<DuckDBInstance> {
  return DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    disabled_optimizers: DEFECTIVE,
    temp_directory: join(tmpdir(), `grainline-${process.pid}`), // made only when a query spills
    ...(threads === undefined ? {} : { threads: String(threads) }),
    ...(memoryLimit === undefined ? {} : { memory_limit: memoryLimit }),
  });
}

/** A stream holds a thread while it reads a chunk, not while its reader takes one. */
const MOST_STREAMS = 4;

/** One thread of libuv's pool is left for files. */
const defaultMaxQueries = () => Math.max(2, Math.min(4, Number(process.env.UV_THREADPOOL_SIZE ?? 4) - 1));

class DuckdbEngine implements MemoryDuckdb {
  readonly name = 'duckdb';
  private readonly connections: Connections;
  private readonly streams: Connections;
  private readonly closing = new AbortController();
  private memoryVersion = `memory-${randomUUID()}`;
  private refreshing: Promise<boolean> | undefined;

  constructor(
    private readonly instance: DuckDBInstance,
    private readonly setup: DuckDBConnection,
    maxQueries: number | undefined,
    private readonly views: FileViews | undefined,
  ) {
    this.connections = new Connections(instance, maxQueries ?? defaultMaxQueries());
    this.streams = new Connections(instance, MOST_STREAMS);
  }

  run(statement: Statement, signal: AbortSignal): Promise<Rows> {
    return this.reading(this.connections, signal, (connection, ending) => readRows(connection, statement, ending));
  }

  stream(statement: Statement, receive: Receive, signal: AbortSignal): Promise<void> {
    let begun = false;
    const take: Receive = (part) => {
      begun = true;
      return receive(part);
    };
    return this.reading(
      this.streams,
      signal,
      (connection, ending) => readParts(connection, statement, ending, take),
      () => !begun,
    );
  }

  /** A read whose files were replaced is done once more, where nothing of it has reached the caller. */
  private async reading<T>(
    connections: Connections,
    signal: AbortSignal,
    read: Read<T>,
    mayRepeat = () => true,
  ): Promise<T> {
    try {
      return await this.readOnce(connections, signal, read);
    } catch (error) {
      if (isStale(error) && mayRepeat() && (await this.refresh()))
        return await this.readOnce(connections, signal, read).catch(fail);
      throw engineProblem(error);
    }
  }

  versionsOf(tables: readonly string[]): readonly TableVersion[] {
    return tables.map(
      (table) => this.views?.versionOf(table) ?? { table, version: this.memoryVersion, modifiedAt: null },
    );
  }

  async change(setup: (run: RunSetup) => Promise<void>): Promise<void> {
    await setup(runOn(this.setup));
    this.memoryVersion = `memory-${randomUUID()}`;
  }

  async close(): Promise<void> {
    this.closing.abort();
    await Promise.all([this.connections.close(), this.streams.close()]);
    this.setup.closeSync();
    this.instance.closeSync();
  }

  private async readOnce<T>(connections: Connections, asked: AbortSignal, read: Read<T>): Promise<T> {
    const signal = AbortSignal.any([asked, this.closing.signal]);
    const connection = await connections.take(signal);
    const work = read(connection, signal).finally(() => connections.give(connection));
    return interruptible(work, connection, signal);
  }

  /** Looks at the disk again, once for all who ask at a time; true when that changed a view. */
  private refresh(): Promise<boolean> {
    if (this.views === undefined) return Promise.resolve(false);
    this.refreshing ??= this.views.refresh(this.setup).finally(() => (this.refreshing = undefined));
    return this.refreshing;
  }
}

type Read<T> = (connection: DuckDBConnection, signal: AbortSignal) => Promise<T>;

function fail(error: unknown): never {
  throw engineProblem(error);
}

/** How often an interrupt is repeated: one that comes before the query has begun is lost. */
const INTERRUPT_EVERY = 20;

/** Leaves at once when the signal is aborted; the connection is free when the interrupted work has ended. */
function interruptible<T>(work: Promise<T>, connection: DuckDBConnection, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    const onAbort = () => {
      connection.interrupt();
      timer = setInterval(() => connection.interrupt(), INTERRUPT_EVERY);
      reject(endedBy(signal));
    };
    const done = () => {
      clearInterval(timer);
      signal.removeEventListener('abort', onAbort);
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
    work.finally(done).then(resolve, reject);
  });
}
