import { type Stats, statSync } from 'node:fs';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { TableVersion } from '../engine.js';
import {
  type DataFiles,
  findTables,
  foldersOf,
  identifier,
  readerOf,
  type TableFiles,
  tableKey,
  versionOf,
} from './tables.js';

/** One view for each table on disk, `"schema"."table"`, made anew when its files have others columns than before. */
export class FileViews {
  private tables = new Map<string, TableFiles>();
  /** By table key: the version of the files that its view was made from. */
  private readonly made = new Map<string, string>();
  private readonly seen = new Map<string, Seen>();

  constructor(
    private readonly data: DataFiles,
    /** A folder of further schemas. */
    private readonly more?: string | undefined,
  ) {}

  folders(): string[] {
    return [...foldersOf(this.data), ...(this.more === undefined ? [] : foldersOf([this.more]))];
  }

  versionOf(table: string): TableVersion {
    const found = this.tables.get(tableKey(table));
    if (found === undefined) this.tables = this.find(); // its file may have come since
    const files = found ?? this.tables.get(tableKey(table));
    return files?.kind === 'file' ? this.versionOfFile(table, files) : versionOf(table, files);
  }

  private find(): Map<string, TableFiles> {
    return this.more === undefined
      ? findTables(this.data)
      : new Map([...findTables([this.more]), ...findTables(this.data)]);
  }

  /** A file that looks as it did is not looked at any closer: this is asked many thousand times a second. */
  private versionOfFile(table: string, files: TableFiles): TableVersion {
    const stat = statSync(files.path, { throwIfNoEntry: false });
    const seen = this.seen.get(table);
    if (stat !== undefined && seen !== undefined && isSame(seen.stat, stat)) return seen.version;
    const version = versionOf(table, files);
    if (stat !== undefined) this.seen.set(table, { stat, version });
    return version;
  }

  /** @returns whether a view was made */
  async refresh(connection: DuckDBConnection): Promise<boolean> {
    this.tables = this.find();
    let changed = false;
    for (const [key, files] of this.tables) {
      const { version } = versionOf(files.table, files);
      if (version === 'absent' || this.made.get(key) === version) continue;
      changed = (await makeView(connection, files)) || changed;
      this.made.set(key, version);
    }
    return changed;
  }
}

interface Seen {
  readonly stat: Stats;
  readonly version: TableVersion;
}

/** Times to a quarter of a microsecond. */
const isSame = (a: Stats, b: Stats): boolean =>
  a.mtimeMs === b.mtimeMs && a.ctimeMs === b.ctimeMs && a.size === b.size && a.ino === b.ino && a.dev === b.dev;

/** A file that cannot be read leaves its table without a view: queries of it answer TABLE_NOT_FOUND, all others go on. */
async function makeView(connection: DuckDBConnection, files: TableFiles): Promise<boolean> {
  const [schema, table] = splitName(files.table);
  try {
    await connection.run(`CREATE SCHEMA IF NOT EXISTS ${identifier(schema)}`);
    await connection.run(`CREATE OR REPLACE VIEW ${identifier(schema)}.${identifier(table)} AS ${readerOf(files)}`);
    return true;
  } catch {
    return false;
  }
}

function splitName(name: string): [schema: string, table: string] {
  const dot = name.indexOf('.');
  return dot < 0 ? ['main', name] : [name.slice(0, dot), name.slice(dot + 1)];
}
