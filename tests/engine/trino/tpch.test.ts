import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Engine } from '../../../src/engine/engine.js';
import { compileProject } from '../../../src/server/compile.js';
import { type ByHand, type HandRow, openByHand } from '../../builders/by-hand.js';
import { expectEqualRows, type TypedColumn } from '../../builders/equal-rows.js';
import { type Served, serve } from '../../builders/serve.js';
import { replaced, tpchModel } from '../../examples/tpch-model.js';
import { MAY_BE_EMPTY, OTHER_PARAMETERS } from '../../examples/tpch-parameters.js';
import { describeLab, openLab, SELDOM } from './lab.js';
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
  let engine: Engine;
  let served: Served;
  let byHand: ByHand;

  beforeAll(async () => {
    const { model } = compileProject(FOLDER, `${FOLDER}/metrics`);
    await loadProject('tpch', model, 'hive');
    engine = await openLab({ schema: 'tpch', freshnessSeconds: SELDOM });
    served = await serve(model, engine);
    byHand = await openByHand(read('views.sql'), { file_search_path: FOLDER });
  });

  afterAll(async () => {
    await served?.close();
    byHand?.close();
  });

  const expectSame = async (from: Served, query: string, sql: string, variables: object): Promise<number> => {
    const { data, errors } = await from.ask(read(`queries/${query}.graphql`), variables);
    expect(errors).toBeUndefined();
    const [answer] = Object.values(data ?? {}) as Answer[];
    const rows = await byHand.rows(sql);
    expectEqualRows(answer?.columns ?? [], answer?.rows ?? [], rows);
    return rows.length;
  };

  test.each(queries)('%s has the rows of the SQL beside it', async (name) => {
    expect(await expectSame(served, name, read(`queries/${name}.sql`), {})).toBeGreaterThan(0);
  });

  test.each(
    OTHER_PARAMETERS.map((other) => [`${other.query} with ${Object.values(other.sql).join(' ')}`, other] as const),
  )('%s', async (_name, { query, sql, variables = {}, definitions = {} }) => {
    const changed = Object.keys(definitions).length > 0;
    const from = changed ? await serve(tpchModel(definitions), engine, { isShared: true }) : served;
    try {
      const rows = await expectSame(from, query, replaced(read(`queries/${query}.sql`), sql), variables);
      if (!MAY_BE_EMPTY.has(query)) expect(rows).toBeGreaterThan(0);
    } finally {
      if (changed) await from.close();
    }
  });
});
