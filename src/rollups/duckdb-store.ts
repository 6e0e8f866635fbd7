import {
  cpSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { DuckdbProfile } from '../engine/duckdb/duckdb-engine.js';
import { openDuckdbSetup } from '../engine/duckdb/duckdb-setup.js';
import { quoted } from '../engine/duckdb/tables.js';
import type { Model } from '../model/model.js';
import { duckdb } from '../sql/dialects/duckdb.js';
import { busy, isGone, me, readHolder } from './lock-holder.js';
import { isTableOf, newTable } from './new-table.js';
import { isKept, PARTITION } from './partitions.js';
import { printState, type RollupState, readState } from './state.js';
import { selectOf } from './statement.js';
import type { Build, OnStep, RollupStore, Written } from './store.js';

/** In which the tables of rollups are. */
const SCHEMA = 'grainline_rollups';

/**
 * Rollups as folders of Parquet files, `<folder>/grainline_rollups/<table>/`, a file or more for each partition; what is
 * in use stands in `<folder>/<dataset>.<rollup>.json`, which is replaced as a whole.
 */
export class DuckdbStore implements RollupStore {
  readonly sketches = false;
  readonly newTable: RollupStore['newTable'] = (holding) => `${SCHEMA}.${newTable(holding)}`;

  constructor(
    private readonly model: Model,
    private readonly profile: DuckdbProfile & { readonly rollups: { readonly folder: string } },
  ) {}

  async states(): Promise<ReadonlyMap<string, RollupState>> {
    return statesIn(this.profile.rollups.folder);
  }

  async lock(name: string, takeOver: boolean): Promise<() => Promise<void>> {
    const path = join(this.profile.rollups.folder, `${name}.lock`);
    mkdirSync(this.profile.rollups.folder, { recursive: true });
    if (takeOver) rmSync(path, { force: true });
    for (;;) {
      try {
        writeFileSync(path, JSON.stringify(me()), { flag: 'wx' });
        return async () => rmSync(path, { force: true });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
        const holder = readHolder(textOf(path));
        if (holder === null || !isGone(holder)) throw busy(name, holder);
        rmSync(path, { force: true });
      }
    }
  }

  async write({ holding, table, scope, before }: Build, signal: AbortSignal, onStep: OnStep): Promise<Written> {
    const folder = this.folderOf(table);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const setup = await openDuckdbSetup(this.profile);
    try {
      onStep(0, 1, 'rows');
      const select = selectOf(this.model, holding, scope, duckdb);
      // COPY gives a column that it partitions by to the names of folders alone
      await setup.run(`COPY (${select}) TO ${quoted(folder)} (FORMAT parquet, PARTITION_BY (${PARTITION}))`, signal);
      if (before !== null)
        for (const { key } of before.partitions)
          if (isKept(key, scope)) linkAll(join(this.folderOf(before.table), dirOf(key)), join(folder, dirOf(key)));
      if (filesIn(folder).length === 0)
        await setup.run(`COPY (SELECT * FROM (${select}) LIMIT 0) TO ${quoted(join(folder, 'empty.parquet'))}`, signal);
      onStep(1, 1, 'rows');
      const counted = await setup.ask(
        `SELECT file_name, num_rows FROM parquet_file_metadata(${quoted(join(folder, '**', '*.parquet'))})`,
      );
      return {
        partitions: partitionsOf(counted),
        bytes: filesIn(folder).reduce((sum, path) => sum + statSync(path).size, 0),
      };
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      throw error;
    } finally {
      setup.close();
    }
  }

  async publish(state: RollupState): Promise<void> {
    const path = statePath(this.profile.rollups.folder, state.rollup);
    const written = `${path}.${process.pid}.new`;
    writeFileSync(written, printState(state));
    renameSync(written, path);
  }

  async sweep(holding: Build['holding'], keep: readonly string[]): Promise<void> {
    const schema = join(this.profile.rollups.folder, SCHEMA);
    for (const name of readdirSync(schema))
      if (isTableOf(holding, name) && !keep.includes(`${SCHEMA}.${name}`))
        rmSync(join(schema, name), { recursive: true });
  }

  async close(): Promise<void> {}

  private folderOf(table: string): string {
    return join(this.profile.rollups.folder, ...table.split('.'));
  }
}

const SUFFIX = '.json';
const statePath = (folder: string, rollup: string): string => join(folder, rollup + SUFFIX);

/** What is in use of each rollup, by name. */
export function statesIn(folder: string): ReadonlyMap<string, RollupState> {
  const found = new Map<string, RollupState>();
  for (const name of namesIn(folder)) {
    const state = name.endsWith(SUFFIX) ? readState(textOf(join(folder, name))) : null;
    if (state !== null) found.set(state.rollup, state);
  }
  return found;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // nothing was built yet
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

const dirOf = (key: string): string => `${PARTITION}=${encodeURIComponent(key)}`;
const PARTITION_DIR = new RegExp(`${PARTITION}=([^/\\\\]*)[/\\\\][^/\\\\]*$`);

/** Files that stay are shared by both builds: nobody writes to them again. */
function linkAll(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const name of namesIn(from)) {
    try {
      linkSync(join(from, name), join(to, name));
    } catch {
      cpSync(join(from, name), join(to, name)); // not every file system has links
    }
  }
}

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
  );

function partitionsOf(counted: readonly (readonly unknown[])[]): Written['partitions'] {
  const rows = new Map<string, number>();
  for (const [file, count] of counted) {
    const key = PARTITION_DIR.exec(String(file))?.[1];
    if (key !== undefined) rows.set(decodeURIComponent(key), (rows.get(decodeURIComponent(key)) ?? 0) + Number(count));
  }
  return [...rows].map(([key, count]) => ({ key, rows: count })).sort((a, b) => (a.key < b.key ? -1 : 1));
}
