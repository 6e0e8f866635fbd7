import type { DuckDBConnection } from '@duckdb/node-api';
import { quoteName, quoteText } from '../../sql/literals.js';
import { text } from '../draws.js';
import { MOST_PARTITIONS } from './layouts.js';
import { columnList, type ParquetTable } from './parquet-table.js';

export interface Batch {
  readonly statement: string;
  readonly rows: number;
}

/** Trino takes statements of up to a million characters. */
const MOST_CHARACTERS = 800_000;

/** INSERTs that carry the rows of a file, in the order of partitions. */
export async function* insertBatches(
  connection: DuckDBConnection,
  address: string,
  table: ParquetTable,
): AsyncGenerator<Batch> {
  const { partitionedBy } = table.layout;
  const texts = table.columns.map(({ name }) => `CAST(${quoteName(name)} AS VARCHAR)`);
  const order = partitionedBy === undefined ? '' : ` ORDER BY ${quoteName(partitionedBy)}`;
  const result = await connection.stream(`SELECT ${texts.join(', ')} FROM ${text(table.file)}${order}`);
  let [rows, characters]: [string[], number] = [[], 0];
  const partitions = new Set<unknown>();
  for await (const chunk of result.yieldRows()) {
    for (const row of chunk) {
      const json = JSON.stringify(row);
      const partition = row.at(-1);
      const isFull =
        characters + json.length > MOST_CHARACTERS ||
        (partitionedBy !== undefined && partitions.size >= MOST_PARTITIONS && !partitions.has(partition));
      if (isFull) {
        yield { statement: insert(address, table, rows), rows: rows.length };
        [rows, characters] = [[], 0];
        partitions.clear();
      }
      rows.push(json);
      characters += json.length + 1 + (json.split("'").length - 1);
      partitions.add(partition);
    }
  }
  if (rows.length > 0) yield { statement: insert(address, table, rows), rows: rows.length };
}

/** One literal for all rows: thousands of VALUES take Trino far longer to parse than to write. */
function insert(address: string, table: ParquetTable, rows: readonly string[]): string {
  const values = table.columns.map(({ type }, index) => `CAST("row"[${index + 1}] AS ${type})`);
  return `INSERT INTO ${address} (${columnList(table)}) SELECT ${values.join(', ')} FROM UNNEST(CAST(JSON_PARSE(${quoteText(`[${rows.join(',')}]`)}) AS ARRAY(ARRAY(VARCHAR)))) AS "rows" ("row")`;
}
