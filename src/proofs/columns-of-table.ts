import type { Engine, EngineName } from '../engine/engine.js';
import { type DataType, readDataType } from '../expressions/data-type.js';
import { ProblemError } from '../problems/problem.js';
import { quoteName, quoteText } from '../sql/literals.js';

/** A column as the engine's catalogue has it; `type` is null where values of its type are none of ours. */
export interface CatalogueColumn {
  readonly name: string;
  readonly type: DataType | null;
  readonly engineType: string;
  /** What the catalogue says of it. */
  readonly comment: string | null;
  /** Whether the table is partitioned by it. */
  readonly isPartition: boolean;
}

const COLUMNS = ['name', 'type', 'extra', 'comment'].map((name) => ({ name, type: 'text' as const }));

/** One line for each column, in their order. */
const QUERIES: Readonly<Record<EngineName, (table: string) => string>> = {
  duckdb: (table) =>
    `SELECT column_name, column_type, NULL, NULL FROM (DESCRIBE ${table.split('.').map(quoteName).join('.')})`,
  trino: (table) => {
    const [name = '', schema, catalog] = table.split('.').reverse();
    const from = [...(catalog === undefined ? [] : [quoteName(catalog)]), 'information_schema', 'columns'].join('.');
    const where = `table_schema = ${schema === undefined ? 'CURRENT_SCHEMA' : quoteText(schema.toLowerCase())} AND table_name = ${quoteText(name.toLowerCase())}`;
    return `SELECT column_name, data_type, extra_info, column_comment FROM ${from} WHERE ${where} ORDER BY ordinal_position`;
  },
};

/** The columns of a table in their order; null where there is no such table. No row of it is read. */
export async function columnsOfTable(
  engine: Engine,
  table: string,
  signal: AbortSignal,
): Promise<readonly CatalogueColumn[] | null> {
  try {
    const { values, rowCount } = await engine.run(
      { text: QUERIES[engine.name](table), parameters: [], columns: COLUMNS },
      signal,
    );
    const cell = (column: number, row: number): string => String(values[column]?.[row] ?? '');
    const columns = Array.from({ length: rowCount }, (_, row) => ({
      name: cell(0, row),
      type: typeOf(cell(1, row)),
      engineType: cell(1, row),
      comment: cell(3, row) || null,
      isPartition: cell(2, row) === 'partition key',
    }));
    return columns.length > 0 ? columns : null;
  } catch (error) {
    if (error instanceof ProblemError && error.problems[0]?.code === 'TABLE_NOT_FOUND') return null;
    throw error;
  }
}

const TYPES: readonly (readonly [RegExp, DataType])[] = [
  [/^u?(tinyint|smallint)$|^integer$/, 'integer'],
  [/^(uinteger|bigint)$/, 'bigint'],
  [/^(double|real|float)$/, 'double'],
  [/^(varchar|char|text)\b/, 'text'],
  [/^boolean$/, 'boolean'],
  [/^date$/, 'date'],
  [/^timestamp/, 'timestamp'],
];

function typeOf(engineType: string): DataType | null {
  const type = engineType.toLowerCase();
  const decimal = /^decimal\(\d+,\s*\d+\)$/.test(type) ? readDataType(type.replaceAll(' ', '')) : undefined;
  return decimal ?? TYPES.find(([is]) => is.test(type))?.[1] ?? null;
}
