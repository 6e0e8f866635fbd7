/** A table as pages show it: cells between `|`, the first line naming the columns. */
export interface ShownTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
}

/** `NULL` is null, `''` an empty text; every other cell is its text without the spaces around it. */
export function readShownTable(text: string): ShownTable {
  const [columns = [], ...rows] = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.split('|').map((cell) => cell.trim()));
  const short = rows.find((row) => row.length !== columns.length);
  if (short) throw new Error(`The row "${short.join(' | ')}" has not the columns "${columns.join(' | ')}".`);
  return { columns, rows: rows.map((row) => row.map(cellOf)) };
}

const cellOf = (cell: string): string | null => (cell === 'NULL' ? null : cell === "''" ? '' : cell);

/** Rows of an answer in the form of a shown table, so that the two compare by what a reader sees. */
export function shownRows(rows: readonly Readonly<Record<string, unknown>>[]): ShownTable {
  const columns = Object.keys(rows[0] ?? {});
  return { columns, rows: rows.map((row) => columns.map((column) => shownCell(row[column]))) };
}

/** Doubles to 6 places: enough for a page. */
const shownCell = (value: unknown): string | null =>
  value == null ? null : typeof value === 'number' ? String(Number(value.toFixed(6))) : String(value);
