import { basename } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { quoteName } from '../../sql/literals.js';
import { text } from '../draws.js';
import { type Layout, layoutOf } from './layouts.js';

/** A Parquet file of the sample, and the Hive table that it becomes. */
export interface ParquetTable {
  readonly name: string;
  readonly file: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: number;
  readonly layout: Layout;
}

export async function describeParquet(connection: DuckDBConnection, file: string): Promise<ParquetTable> {
  const name = basename(file, '.parquet');
  const layout = layoutOf(name);
  const described = await connection.runAndReadAll(`DESCRIBE FROM ${text(file)}`);
  const columns = described.getRows().map(([column, type]) => ({ name: String(column), type: hiveType(String(type)) }));
  const counted = await connection.runAndReadAll(`SELECT COUNT(*) FROM ${text(file)}`);
  return {
    name,
    file,
    columns: columns.toSorted(
      (a, b) => Number(a.name === layout.partitionedBy) - Number(b.name === layout.partitionedBy),
    ),
    rows: Number(counted.getRows()[0]?.[0]),
    layout,
  };
}

const TYPES = new Set(['BOOLEAN', 'INTEGER', 'BIGINT', 'DOUBLE', 'DATE', 'VARCHAR']);

function hiveType(type: string): string {
  if (type === 'TIMESTAMP') return 'TIMESTAMP(6)';
  if (TYPES.has(type) || type.startsWith('DECIMAL(')) return type;
  throw new RangeError(`the sample has no column of type ${type}`);
}

export const columnList = ({ columns }: ParquetTable): string => columns.map(({ name }) => quoteName(name)).join(', ');

/** @param address the table's name, quoted, with its schema */
export function createTable(address: string, table: ParquetTable): string {
  const { format, partitionedBy } = table.layout;
  const partitions = partitionedBy === undefined ? '' : `, partitioned_by = ARRAY[${text(partitionedBy)}]`;
  return `CREATE TABLE ${address} (${columnDefinitions(table)}) WITH (format = '${format}'${partitions})`;
}

export const columnDefinitions = ({ columns }: ParquetTable): string =>
  columns.map(({ name, type }) => `${quoteName(name)} ${type}`).join(', ');
