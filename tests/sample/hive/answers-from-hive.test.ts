import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openDuckdb } from '../../../src/engine/duckdb/duckdb-engine.js';
import { loadSample } from '../../../src/sample/hive/load-sample.js';
import { makeSample } from '../../../src/sample/make-sample.js';
import { compileProject } from '../../../src/server/compile.js';
import { type HandRow, openByHand } from '../../builders/by-hand.js';
import { expectEqualRows, type TypedColumn } from '../../builders/equal-rows.js';
import { type Served, serve } from '../../builders/serve.js';
import { describeLab, openLab, profile, SELDOM, setUpIn } from '../../engine/trino/lab.js';

const QUESTIONS = 'bench/sql';
const names = readdirSync(QUESTIONS).filter((file) => file.endsWith('.graphql'));

/** Partitions are few, so that loading them takes seconds. */
const DAYS = "ds BETWEEN DATE '2025-03-20' AND DATE '2025-04-19'";

interface Answer {
  readonly rows: readonly HandRow[];
  readonly columns: readonly TypedColumn[];
}

/** The same definitions and questions over Parquet files here, and over the Hive tables that the loader makes of them. */
describeLab('the sample in Hive', () => {
  const folder = mkdtempSync(join(tmpdir(), 'grainline-hive-'));
  const open: Served[] = [];

  beforeAll(async () => {
    await makeSample(folder, { scale: 0.01 });
    for (const table of ['plays', 'impressions']) {
      const [file, few] = [join(folder, 'streaming', `${table}.parquet`), join(folder, `${table}.parquet`)];
      (await openByHand(`COPY (FROM '${file}' WHERE ${DAYS}) TO '${few}' (FORMAT parquet)`)).close();
      renameSync(few, file);
    }
    await loadSample(join(folder, 'streaming'), profile(), { replace: true });
    const { model } = compileProject('.', 'metrics');
    open.push(await serve(model, await openDuckdb({ data: [folder] })));
    open.push(await serve(model, await openLab({ schema: 'streaming', freshnessSeconds: SELDOM })));
  });

  afterAll(async () => {
    for (const served of open) await served.close();
    rmSync(folder, { recursive: true });
  });

  test.each([
    ['plays', 'ORC', "partitioned_by = ARRAY['ds']"],
    ['impressions', 'PARQUET', "partitioned_by = ARRAY['ds']"],
  ])('%s are %s', async (table, format, partitions) => {
    const [[text] = []] = await setUpIn('hive', `SHOW CREATE TABLE streaming.${table}`);
    expect(text).toContain(`format = '${format}'`);
    expect(text).toContain(partitions);
  });

  test.each(names)('%s has the rows that DuckDB gives', async (file) => {
    const query = readFileSync(join(QUESTIONS, file), 'utf8').replace('columns { name }', 'columns { name type }');
    const [here, there] = await Promise.all(open.map((served) => served.ask(query)));
    expect(there?.errors).toBeUndefined();
    const [ours, theirs] = [here, there].map((answer) => Object.values(answer?.data ?? {})[0] as Answer);
    expectEqualRows(ours?.columns ?? [], theirs?.rows ?? [], ours?.rows ?? []);
  });
});
