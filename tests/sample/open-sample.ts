import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { makeSample, type SampleOptions, type SampleReport } from '../../src/sample/make-sample.js';

type Row = Record<string, unknown>;

/** A sample made in a folder of its own, whose tables are views `streaming.<table>`. */
export interface OpenSample {
  readonly folder: string;
  readonly report: SampleReport;
  rowsOf(sql: string): Promise<Row[]>;
  /** The only row, as numbers. */
  rowOf(sql: string): Promise<Record<string, number>>;
  close(): Promise<void>;
}

export async function openSample(options: SampleOptions): Promise<OpenSample> {
  const folder = await mkdtemp(join(tmpdir(), 'sample-'));
  const report = await makeSample(folder, options);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run('CREATE SCHEMA streaming');
  for (const { name } of report.tables) {
    const file = join(folder, 'streaming', `${name}.parquet`);
    await connection.run(`CREATE VIEW streaming.${name} AS FROM read_parquet('${file}')`);
  }
  const rowsOf = async (sql: string): Promise<Row[]> =>
    (await connection.runAndReadAll(sql)).getRowObjectsJS() as unknown as Row[];
  return {
    folder,
    report,
    rowsOf,
    rowOf: async (sql) => {
      const [row = {}] = await rowsOf(sql);
      return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Number(value)]));
    },
    close: async () => {
      connection.closeSync();
      instance.closeSync();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
