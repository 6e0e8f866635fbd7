import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineSettings } from '../src/engine/open-engine.js';
import type { Part } from './part.js';
import type { Measured } from './report.js';
import { bytesFromFiles, countsReads } from './rollups/bytes-from-files.js';
import { bytesOfDashboard } from './rollups/dashboard-bytes.js';
import { visitsInParquet, visitsInTrino } from './rollups/visits.js';
import { scratchFolder } from './scratch.js';
import { benchProfile } from './trino/profile.js';

const SCHEMA = 'bench_rollups';

async function measure(): Promise<readonly Measured[]> {
  const measured: Measured[] = [];
  if (countsReads()) measured.push(await onDuckdb());
  else process.stderr.write('SKIPPED on DuckDB: this system does not count what a process reads.\n');
  const profile = benchProfile();
  if (profile === null) process.stderr.write('SKIPPED: GRAINLINE_TEST_TRINO names no Trino.\n');
  else {
    await visitsInTrino(profile);
    const settings: EngineSettings = {
      kind: 'trino',
      data: [],
      trino: profile,
      rollups: { folder: '', schema: SCHEMA },
    };
    measured.push(await bytesOfDashboard(settings, async (_, { statistics }) => statistics?.bytesRead ?? 0));
  }
  return measured;
}

async function onDuckdb(): Promise<Measured> {
  const [data, folder] = [join(scratchFolder(), 'visits'), join(scratchFolder(), 'rollups')];
  mkdirSync(join(data, 'bench'), { recursive: true });
  await visitsInParquet(join(data, 'bench', 'visits.parquet'));
  const settings: EngineSettings = { kind: 'duckdb', data: [data], rollups: { folder, schema: SCHEMA } };
  return bytesOfDashboard(settings, (statement) => bytesFromFiles(settings, statement));
}

export const rollups: Part = {
  name: 'rollups',
  title: 'Rollups',
  about:
    'A dashboard of 12 tiles over a year of 10 million visits in two, answered from a rollup by day, country and device, over the same answered from the visits; the answers are equal. Bytes read from files for all of its statements: what Linux counts for the process while a DuckDB that has read nothing yet runs each (rchar), and the physical input bytes that Trino reports.',
  measure,
};
