import { cpus, loadavg, totalmem } from 'node:os';
import duckdb from '@duckdb/node-api';

/** On what, and beside what, figures were measured. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGiB: number;
  /** Of the last minute, before a part was measured. */
  readonly load: number;
  readonly node: string;
  readonly duckdb: string;
}

export const thisMachine = (): Machine => ({
  processor: `${cpus()[0]?.model.trim() ?? 'unknown'} (${process.platform} ${process.arch})`,
  cores: cpus().length,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  load: Math.round((loadavg()[0] ?? 0) * 10) / 10,
  node: process.versions.node,
  duckdb: duckdb.version(),
});
