import type { RunSetup } from '../../src/engine/duckdb/duckdb-engine.js';
import type { SuiteModel, SuiteTable, SuiteValue } from './suite.js';

/** Makes and fills the tables of a model. */
export async function loadTables(run: RunSetup, tables: SuiteModel['tables']): Promise<void> {
  for (const [name, table] of Object.entries(tables)) {
    const columns = table.columns.map(([column, type]) => `${quoted(column)} ${type}`);
    await run(`CREATE TABLE ${quoted(name)} (${columns.join(', ')})`);
    for (let from = 0; from < table.rows.length; from += ROWS_AT_ONCE)
      await insert(run, name, table, table.rows.slice(from, from + ROWS_AT_ONCE));
  }
}

const ROWS_AT_ONCE = 200;

/** Values go as text and are cast by the engine, so that no digit is lost on the way. */
async function insert(run: RunSetup, name: string, { columns }: SuiteTable, rows: SuiteTable['rows']): Promise<void> {
  const values = rows.map((_, row) => {
    const cells = columns.map(([, type], column) => `CAST($${row * columns.length + column + 1} AS ${type})`);
    return `(${cells.join(', ')})`;
  });
  await run(`INSERT INTO ${quoted(name)} VALUES ${values.join(', ')}`, rows.flat().map(asText));
}

const asText = (value: SuiteValue): string | boolean | null => (typeof value === 'number' ? String(value) : value);

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
