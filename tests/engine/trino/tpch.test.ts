import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { compileProject } from '../../../src/server/compile.js';
import { type ByHand, type HandRow, openByHand } from '../../builders/by-hand.js';
import { expectEqualRows, type TypedColumn } from '../../builders/equal-rows.js';
import { type Served, serve } from '../../builders/serve.js';
import { describeLab, openLab } from './lab.js';
import { FOLDERS, loadProject } from './load-project.js';

const FOLDER = FOLDERS.tpch;
const read = (file: string): string => readFileSync(`${FOLDER}/${file}`, 'utf8');
const queries = readdirSync(`${FOLDER}/queries`).flatMap((file) =>
  file.endsWith('.graphql') ? [file.replace('.graphql', '')] : [],
);

interface Answer {
  readonly rows: readonly HandRow[];
  readonly columns: readonly TypedColumn[];
}

/** Over Hive tables of Trino's own generator; the SQL beside each query is run by DuckDB over the example's Parquet. */
describeLab('TPC-H on a real Trino', () => {
  let served: Served;
  let byHand: ByHand;

  beforeAll(async () => {
    const { model } = compileProject(FOLDER, `${FOLDER}/metrics`);
    await loadProject('tpch', model, 'hive');
    served = await serve(model, await openLab({ schema: 'tpch' }));
    byHand = await openByHand(read('views.sql'), { file_search_path: FOLDER });
  }, 120_000);

  afterAll(async () => {
    await served?.close();
    byHand?.close();
  });

  test.each(queries)('%s has the rows of the SQL beside it', async (name) => {
    const { data, errors } = await served.ask(read(`queries/${name}.graphql`));
    expect(errors).toBeUndefined();
    const [answer] = Object.values(data ?? {}) as Answer[];
    const rows = await byHand.rows(read(`queries/${name}.sql`));
    expect(rows.length).toBeGreaterThan(0);
    expectEqualRows(answer?.columns ?? [], answer?.rows ?? [], rows);
  });
});
