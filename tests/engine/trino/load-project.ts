import type { DataType } from '../../../src/expressions/data-type.js';
import type { Model } from '../../../src/model/model.js';
import { trino } from '../../../src/sql/dialects/trino.js';
import { writeLiteral } from '../../../src/sql/literals.js';
import type { HandRow } from '../../builders/by-hand.js';
import { openProject, type ProjectName } from '../../golden/project.js';
import { setUpIn } from './lab.js';

export const FOLDERS = { streaming: 'tests/golden/data', tpch: 'examples/tpch' } as const;
const inTrino = (type: DataType): string => (type === 'integer' ? 'INTEGER' : trino.type(type));

/** The definitions' tables with the rows that DuckDB has, or that Trino's own generator of TPC-H gives. */
export async function loadProject(project: ProjectName, model: Model, catalog: string): Promise<void> {
  const duckdb = await openProject(project);
  const tables = new Map(
    [...model.datasets.values()].flatMap(({ table, columns }) => (table === null ? [] : [[table, columns]])),
  );
  for (const [table, columns] of tables) {
    const name = table
      .split('.')
      .map((part) => `"${part}"`)
      .join('.');
    const cast = (value: (column: string) => string) =>
      [...columns].map(([column, type]) => `CAST(${value(column)} AS ${inTrino(type)}) AS "${column}"`).join(', ');
    const rows =
      project === 'tpch'
        ? `SELECT ${cast((column) => `"${column.replace(/^[a-z]+_/, '')}"`)} FROM tpch.tiny.${table.split('.').at(-1)}`
        : `SELECT ${cast((column) => `"${column}"`)} FROM (VALUES ${(await duckdb.byHand.rows(`FROM ${name}`)).map((row) => literals(row, columns)).join(', ')}) AS t(${[...columns.keys()].map((column) => `"${column}"`).join(', ')})`;
    await setUpIn(
      catalog,
      `CREATE SCHEMA IF NOT EXISTS ${name.split('.')[0]}`,
      `DROP TABLE IF EXISTS ${name}`,
      `CREATE TABLE ${name} AS ${rows}`,
    );
  }
  await duckdb.close();
}

function literals(row: HandRow, columns: ReadonlyMap<string, DataType>): string {
  const values = [...columns].map(([column, type]) => {
    const value = row[column] ?? null;
    return writeLiteral(value === null || typeof value === 'boolean' ? value : String(value), type, trino);
  });
  return `(${values.join(', ')})`;
}
