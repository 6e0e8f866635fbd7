import type { Cell, Rows } from '../src/engine/engine.js';

/**
 * What differs between two answers: columns by name, those without one left out; rows in any order; doubles within 1e-9.
 * Null where nothing does.
 */
export function differenceOf(ours: Rows, theirs: Rows): string | null {
  const names = ours.columns.flatMap(({ name }) => (name === '' ? [] : [name])).toSorted();
  const others = theirs.columns.map(({ name }) => name).toSorted();
  if (names.join() !== others.join()) return `columns ${names.join()} and ${others.join()}`;
  if (ours.rowCount !== theirs.rowCount) return `${ours.rowCount} and ${theirs.rowCount} rows`;
  const [a, b] = [sorted(ours, names), sorted(theirs, names)];
  const at = a.findIndex((row, index) => !row.every((cell, column) => isSame(cell, b[index]?.[column] ?? null)));
  return at === -1 ? null : `${JSON.stringify(a[at])} and ${JSON.stringify(b[at])}`;
}

function sorted({ columns, values, rowCount }: Rows, names: readonly string[]): readonly (readonly Cell[])[] {
  const at = names.map((name) => columns.findIndex((column) => column.name === name));
  const rows = Array.from({ length: rowCount }, (_, row) => at.map((column) => plain(values[column]?.[row] ?? null)));
  const keyOf = (row: readonly Cell[]) =>
    JSON.stringify(row.map((cell) => (typeof cell === 'number' ? cell.toPrecision(8) : cell)));
  return rows
    .map((row) => ({ row, key: keyOf(row) }))
    .toSorted((x, y) => (x.key < y.key ? -1 : x.key > y.key ? 1 : 0))
    .map(({ row }) => row);
}

/** 2.50 is 2.5, and a day is its midnight. */
function plain(cell: Cell): Cell {
  if (typeof cell !== 'string') return cell;
  return /^-?\d+\.\d+$/.test(cell) ? cell.replace(/\.?0+$/, '') : cell.replace(/T00:00:00$/, '');
}

const isSame = (a: Cell, b: Cell): boolean =>
  typeof a === 'number' && typeof b === 'number' ? Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b)) : a === b;
