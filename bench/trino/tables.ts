import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TrinoProfile } from '../../src/engine/trino/profile.js';
import { openTrinoSetup } from '../../src/engine/trino/trino-setup.js';
import type { Model } from '../../src/model/model.js';
import { hasSample, loadSample } from '../../src/sample/hive/load-sample.js';
import { makeSample } from '../../src/sample/make-sample.js';
import { trino } from '../../src/sql/dialects/trino.js';
import { quoteName } from '../../src/sql/literals.js';

/** Of the streaming service's sample: 200,000 plays. */
export const SAMPLE_SCALE = 0.1;
/** Of TPC-H: 600,000 lines. */
export const TPCH_SCALE = 0.1;

/** The sample as `grainline sample load` leaves it, unless it is there in some size. */
export async function loadStreaming(profile: TrinoProfile): Promise<void> {
  if (await hasSample(profile)) return;
  const folder = await mkdtemp(join(tmpdir(), 'grainline-bench-'));
  try {
    await makeSample(folder, { scale: SAMPLE_SCALE });
    await loadSample(join(folder, 'streaming'), profile, { replace: true });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Trino's own generator, with the types of the definitions; tables of these names are dropped. */
export async function loadTpch(profile: TrinoProfile, model: Model): Promise<void> {
  const setup = openTrinoSetup(profile);
  try {
    await setup.run('CREATE SCHEMA IF NOT EXISTS "tpch"');
    for (const { table, columns } of model.datasets.values()) {
      if (table === null) continue;
      const name = table.split('.').map(quoteName).join('.');
      const select = [...columns].map(
        ([column, type]) =>
          `CAST(${quoteName(column.replace(/^[a-z]+_/, ''))} AS ${trino.type(type)}) AS ${quoteName(column)}`,
      );
      const from = `"tpch"."sf${TPCH_SCALE}".${quoteName(table.split('.').at(-1) ?? '')}`;
      await setup.run(`DROP TABLE IF EXISTS ${name}`);
      await setup.run(`CREATE TABLE ${name} AS SELECT ${select.join(', ')} FROM ${from}`);
    }
  } finally {
    setup.close();
  }
}
