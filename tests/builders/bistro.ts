import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openByHand } from './by-hand.js';

/** The dbt project of the import tests. */
export const BISTRO = 'tests/exchange/dbt/bistro';

/** A dbt project after `dbt build` and `dbt docs generate`, with its tables as files. */
export async function writeBistro(folder: string): Promise<void> {
  mkdirSync(join(folder, 'target'));
  mkdirSync(join(folder, 'data', 'main'), { recursive: true });
  for (const file of ['semantic_manifest.json', 'catalog.json'])
    cpSync(join(BISTRO, file), join(folder, 'target', file));
  writeFileSync(join(folder, 'grainline.yaml'), 'engine: {kind: duckdb, data: data}\n');
  const byHand = await openByHand(readFileSync(join(BISTRO, 'tables.sql'), 'utf8'));
  for (const table of ['customers_model', 'order_facts', 'visit_facts', 'balance_facts', 'all_days'])
    await byHand.rows(`COPY main.${table} TO '${join(folder, 'data', 'main', table)}.parquet'`);
  byHand.close();
}
