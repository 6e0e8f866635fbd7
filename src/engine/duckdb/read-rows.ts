import { type DuckDBConnection, type DuckDBPreparedStatement, StatementType } from '@duckdb/node-api';
import { endedBy } from '../../problems/cancelled.js';
import { refuse } from '../../problems/problem.js';
import type { Cell, Parameter, Receive, Rows, Statement } from '../engine.js';
import { joinParts } from '../join-parts.js';
import { cellReader } from './cells.js';

/** Runs one SELECT and reads it whole. */
export async function readRows(connection: DuckDBConnection, statement: Statement, signal: AbortSignal): Promise<Rows> {
  const parts: Rows[] = [];
  await readParts(connection, statement, signal, (part) => void parts.push(part));
  return joinParts(statement.columns, parts);
}

/** Runs one SELECT and reads it chunk by chunk (2,048 rows): between two chunks other requests have their turn. */
export async function readParts(
  connection: DuckDBConnection,
  statement: Statement,
  signal: AbortSignal,
  receive: Receive,
): Promise<void> {
  const { columns } = statement;
  const prepared = await connection.prepare(statement.text);
  try {
    if (prepared.statementType !== StatementType.SELECT)
      refuse({ code: 'ENGINE_FAILED', message: 'The engine runs queries only.' });
    for (const [index, parameter] of statement.parameters.entries()) bind(prepared, index + 1, parameter);
    if (signal.aborted) throw endedBy(signal);
    const result = await prepared.stream();
    if (result.columnCount !== columns.length)
      refuse({ code: 'ENGINE_FAILED', message: 'The engine gave other columns than the query asks for.' });

    const readers = columns.map((column) => cellReader(column.type));
    for (;;) {
      const chunk = await result.fetchChunk();
      if (signal.aborted) throw endedBy(signal);
      if (chunk === null || chunk.rowCount === 0) break;
      const { rowCount } = chunk;
      const values = readers.map((read, index) => {
        const vector = chunk.getColumnVector(index);
        const cells: Cell[] = new Array(rowCount);
        for (let row = 0; row < rowCount; row++) {
          const value = vector.getItem(row);
          cells[row] = value === null ? null : read(value);
        }
        return cells;
      });
      await receive({ columns, values, rowCount });
    }
  } finally {
    prepared.destroySync();
  }
}

/** Everything but booleans and NULL goes as text; the statement casts it to its type, so that no digit is lost on the way. */
function bind(prepared: DuckDBPreparedStatement, index: number, { value }: Parameter): void {
  if (value === null) prepared.bindNull(index);
  else if (typeof value === 'boolean') prepared.bindBoolean(index, value);
  else prepared.bindVarchar(index, value);
}
