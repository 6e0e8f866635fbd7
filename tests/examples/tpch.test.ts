import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openDuckdb } from '../../src/engine/duckdb/duckdb-engine.js';
import { compileProject } from '../../src/server/compile.js';
import { type ByHand, type HandRow, openByHand } from '../builders/by-hand.js';
import { expectEqualRows, type TypedColumn } from '../builders/equal-rows.js';
import { type Served, serve } from '../builders/serve.js';

const FOLDER = 'examples/tpch';
const read = (file: string): string => readFileSync(`${FOLDER}/${file}`, 'utf8');
const queries = readdirSync(`${FOLDER}/queries`).flatMap((file) =>
  file.endsWith('.graphql') ? [file.replace('.graphql', '')] : [],
);

describe('examples/tpch', () => {
  let served: Served;
  let byHand: ByHand;

  beforeAll(async () => {
    const { model, problems } = compileProject(FOLDER, `${FOLDER}/metrics`);
    expect(problems).toEqual([]);
    served = await serve(model, await openDuckdb({ data: [`${FOLDER}/data`] }));
    byHand = await openByHand(read('views.sql'), { file_search_path: FOLDER });
  });

  afterAll(async () => {
    await served?.close();
    byHand?.close();
  });

  test('each query is there twice', () => {
    const files = readdirSync(`${FOLDER}/queries`).toSorted();
    expect(files).toEqual(queries.flatMap((name) => [`${name}.graphql`, `${name}.sql`]).toSorted());
    expect(queries.length).toBeGreaterThanOrEqual(11);
  });

  test.each(queries)('%s has the rows of the SQL beside it', async (name) => {
    const { data, errors } = await served.ask(read(`queries/${name}.graphql`));
    expect(errors).toBeUndefined();
    const [answer] = Object.values(data ?? {}) as {
      readonly rows: readonly HandRow[];
      readonly columns: readonly TypedColumn[];
    }[];
    const rows = await byHand.rows(read(`queries/${name}.sql`));
    expect(rows.length).toBeGreaterThan(0);
    expectEqualRows(answer?.columns ?? [], answer?.rows ?? [], rows);
  });
});
