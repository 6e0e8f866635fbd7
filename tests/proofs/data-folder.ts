import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckdb } from '../../src/engine/duckdb/duckdb-engine.js';
import type { Engine } from '../../src/engine/engine.js';

/** An engine over CSV files that may change. */
export interface DataFolder {
  readonly engine: Engine;
  readonly path: string;
  /** @param rows lines of the file, the head among them */
  readonly write: (table: string, ...rows: readonly string[]) => void;
  readonly close: () => Promise<void>;
}

export async function dataFolder(tables: Readonly<Record<string, readonly string[]>>): Promise<DataFolder> {
  const path = mkdtempSync(join(tmpdir(), 'grainline-proofs-'));
  const write: DataFolder['write'] = (table, ...rows) =>
    writeFileSync(join(path, `${table}.csv`), `${rows.join('\n')}\n`);
  for (const [table, rows] of Object.entries(tables)) write(table, ...rows);
  const engine = await openDuckdb({ data: [path], threads: 1 });
  return {
    engine,
    path,
    write,
    close: async () => {
      await engine.close();
      rmSync(path, { recursive: true });
    },
  };
}
