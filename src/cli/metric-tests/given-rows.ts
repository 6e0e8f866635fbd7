import { type DataType, isSketch } from '../../expressions/data-type.js';
import { didYouMean, listNames } from '../../problems/did-you-mean.js';
import type { Problem } from '../../problems/problem.js';
import { readValue } from '../../request/values.js';
import type { TestTable } from './test-tables.js';
import type { WrittenCell, WrittenRows } from './written-rows.js';

/** Rows of one table, typed: numbers, days and times as text in their plain form. */
export interface GivenRows {
  readonly table: TestTable;
  readonly columns: readonly { readonly name: string; readonly type: DataType }[];
  readonly rows: readonly (readonly (string | boolean | null)[])[];
}

/** Undefined, and reported, where a column is not declared or a value is not of its type. */
export function typeRows(
  table: TestTable,
  written: WrittenRows,
  report: (problem: Problem) => void,
): GivenRows | undefined {
  let isWhole = true;
  const refuse = (problem: Problem): null => {
    isWhole = false;
    report(problem);
    return null;
  };
  const columns = written.columns.map(({ name, at }) => {
    const type = table.columns.get(name);
    if (type === undefined)
      refuse({
        code: 'UNKNOWN_COLUMN',
        message: `Table "${table.name}" has no declared column "${name}".`,
        at: at(),
        hint: didYouMean(name, table.columns.keys()) ?? `It has: ${listNames(table.columns.keys())}.`,
      });
    else if (isSketch(type))
      refuse({ code: 'NOT_SUPPORTED_YET', message: `"${name}" holds sketches, which cannot be given.`, at: at() });
    return { name, type: type ?? 'text' };
  });
  if (!isWhole) return undefined;
  const rows = written.rows.map((row) =>
    row.map((cell, index) => {
      const { name, type } = columns[index] ?? { name: '', type: 'text' };
      const value = readCell(cell, type);
      if (typeof value !== 'object' || value === null) return value;
      const message = `"${cell.text}" is not a value of ${name}: ${type} is expected, such as ${value.such}.`;
      return refuse({ code: 'TYPE_MISMATCH', message, at: cell.at() });
    }),
  );
  return isWhole ? { table, columns, rows } : undefined;
}

const SUCH: Readonly<Record<string, string>> = {
  integer: '42',
  bigint: '42',
  double: '2.5',
  boolean: 'true',
  date: '2025-01-31',
  timestamp: '2025-01-31T10:00:00 (UTC)',
};

function readCell({ text }: WrittenCell, type: DataType): string | boolean | null | { readonly such: string } {
  if (text === null) return null;
  const isTruth = type === 'boolean' && (text === 'true' || text === 'false');
  const read = readValue(isTruth ? text === 'true' : text, type);
  return 'value' in read && read.type === type
    ? (read.value as string | boolean)
    : { such: SUCH[type] ?? '12.50, with no more digits than it holds' };
}
