import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { basename, extname, join, resolve, sep } from 'node:path';
import type { TableVersion } from '../engine.js';

/** Folders with `<schema>/<table>.parquet`, or a map of `schema.table` to a file, a folder or a glob such as `plays/*.parquet`. */
export type DataFiles = readonly string[] | Readonly<Record<string, string>>;

export interface TableFiles {
  /** `schema.table`, or `table` in the schema `main`. */
  readonly table: string;
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'glob';
}

const READERS: Readonly<Record<string, string>> = { '.parquet': 'read_parquet', '.csv': 'read_csv' };

/** The tables that the files on disk make up now. Where two have one name, the first found counts. */
export function findTables(data: DataFiles): Map<string, TableFiles> {
  const found = new Map<string, TableFiles>();
  const add = (table: string, path: string, kind: TableFiles['kind']) => {
    if (!found.has(tableKey(table))) found.set(tableKey(table), { table, path, kind });
  };
  if (isFolders(data)) for (const folder of data) addFolder(resolve(folder), add);
  else
    for (const [table, path] of Object.entries(data))
      add(table, resolve(path), /[*?[]/.test(path) ? 'glob' : isFolder(path) ? 'folder' : 'file');
  return found;
}

/** Names as the engine compares them: without case, `main.t` and `t` being one. */
export const tableKey = (table: string): string => table.toLowerCase().replace(/^main\./, '');

const isFolders = (data: DataFiles): data is readonly string[] => Array.isArray(data);

type Add = (table: string, path: string, kind: TableFiles['kind']) => void;

function addFolder(folder: string, add: Add): void {
  for (const entry of entriesOf(folder)) {
    const path = join(folder, entry.name);
    if (isTableFile(entry.name)) add(tableName(entry.name), path, 'file');
    else if (entry.isDirectory && !entry.name.startsWith('.')) addSchema(entry.name, path, add);
  }
}

function addSchema(schema: string, folder: string, add: Add): void {
  for (const entry of entriesOf(folder)) {
    const path = join(folder, entry.name);
    if (isTableFile(entry.name)) add(`${schema}.${tableName(entry.name)}`, path, 'file');
    else if (entry.isDirectory && filesUnder(path).length > 0) add(`${schema}.${entry.name}`, path, 'folder');
  }
}

const isTableFile = (name: string) => !name.startsWith('.') && extname(name).toLowerCase() in READERS;
const tableName = (name: string) => basename(name, extname(name));

function entriesOf(folder: string): { readonly name: string; readonly isDirectory: boolean }[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .map((entry) => ({
        name: entry.name,
        isDirectory: entry.isDirectory() || (entry.isSymbolicLink() && isFolder(join(folder, entry.name))),
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return []; // not there (yet)
  }
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

function filesUnder(folder: string): string[] {
  return entriesOf(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory) return filesUnder(path);
    return isTableFile(entry.name) ? [path] : [];
  });
}

/** The SELECT that reads a table's files. */
export function readerOf({ path, kind }: TableFiles): string {
  const folder = kind === 'folder';
  const extension = extname(folder ? (filesUnder(path)[0] ?? '.parquet') : path).toLowerCase();
  const reader = READERS[extension] ?? 'read_parquet';
  const pattern = folder ? join(path, '**', `*${extension}`) : path;
  return `SELECT * FROM ${reader}(${quoted(pattern)}${folder ? ', union_by_name = true' : ''})`;
}

/** The folders that the engine may read. */
export function foldersOf(data: DataFiles): string[] {
  const folders = isFolders(data)
    ? data
    : Object.values(data).map((path) => path.replace(/[^/\\]*[*?[].*$|[^/\\]+$/, ''));
  return [...new Set(folders.map((folder) => resolve(folder) + sep))];
}

/** What tells this state of the files from any other: the place, size and time of each. */
export function versionOf(table: string, files: TableFiles | undefined): TableVersion {
  if (files === undefined) return { table, version: 'absent', modifiedAt: null };
  const paths =
    files.kind === 'file' ? [files.path] : files.kind === 'folder' ? filesUnder(files.path) : globbed(files.path);
  const hash = createHash('sha1');
  let latest = 0n;
  for (const path of paths) {
    const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
    if (stat === undefined) continue;
    hash.update(`${path}:${stat.ino}:${stat.size}:${stat.mtimeNs}\n`);
    if (stat.mtimeNs > latest) latest = stat.mtimeNs;
  }
  if (latest === 0n) return { table, version: 'absent', modifiedAt: null };
  return {
    table,
    version: hash.digest('hex').slice(0, 20),
    modifiedAt: new Date(Number(latest / 1_000_000n)).toISOString(),
  };
}

/** All files beside and below a glob's fixed part: too many rather than too few, since a change of any makes a new version. */
const globbed = (pattern: string): string[] => filesUnder(pattern.replace(/[^/\\]*[*?[].*$/, ''));

export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
