import { expect } from '@jest/globals';
import type { HandRow } from './by-hand.js';

export interface TypedColumn {
  readonly name: string;
  readonly type: string;
}

/** Expects equal rows in equal order, by column name: doubles within 1e-9, everything else exactly. */
export function expectEqualRows(
  columns: readonly TypedColumn[],
  ours: readonly HandRow[],
  theirs: readonly HandRow[],
): void {
  const names = columns.map(({ name }) => name);
  if (theirs[0] !== undefined) expect(names.toSorted()).toEqual(Object.keys(theirs[0]).toSorted());
  const read = (rows: readonly HandRow[]) =>
    rows.map((row) => Object.fromEntries(columns.map(({ name, type }) => [name, plain(row[name], type)])));
  const [a, b] = [read(ours), read(theirs)];
  const settled = b.map((row, index) =>
    Object.fromEntries(
      columns.map(({ name, type }) => [name, type === 'double' ? settle(a[index]?.[name], row[name]) : row[name]]),
    ),
  );
  expect(a).toEqual(settled);
}

/** The other number, where the two are as good as equal. */
const settle = (ours: unknown, theirs: unknown): unknown =>
  typeof ours === 'number' &&
  typeof theirs === 'number' &&
  Math.abs(ours - theirs) <= 1e-9 * Math.max(1, Math.abs(theirs))
    ? ours
    : theirs;

function plain(value: unknown, type: string): unknown {
  if (value === null || value === undefined) return value;
  if (type === 'double') return Number(value);
  if (type === 'boolean') return value;
  const text = String(value);
  if (type === 'date' || type === 'timestamp') return text.replace(' ', 'T').replace(/T00:00:00(\.0+)?$/, '');
  if (type === 'text') return text;
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text; // 2.50 is 2.5
}
