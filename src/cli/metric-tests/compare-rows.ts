import type { Cell } from '../../engine/engine.js';
import { type DataType, isNumeric, isTemporal } from '../../expressions/data-type.js';
import { plainDigits } from '../../request/values.js';
import type { Answer, AnswerColumn } from '../../result/result.js';
import { printWallClock, readWallClock } from '../../time/wall-clock.js';
import type { WrittenRows } from './written-rows.js';

/** How an answer is not what was expected. Cells are in the order of `columns`, which are the answer's. */
export interface Difference {
  readonly columns: readonly Pick<AnswerColumn, 'name' | 'type'>[];
  /** Expected, and not among the answer's columns; and the other way about. With any, rows are not compared. */
  readonly missingColumns: readonly string[];
  readonly unexpectedColumns: readonly string[];
  readonly missing: readonly ExpectedRow[];
  readonly unexpected: readonly CameRow[];
  /** Rows of the same group whose values differ. */
  readonly differing: readonly { readonly expected: ExpectedRow; readonly came: CameRow }[];
  readonly equal: number;
  /** The rows as they came, where they are those expected in another order. */
  readonly outOfOrder: readonly CameRow[] | null;
}

export type ExpectedRow = readonly (string | null)[];
export type CameRow = readonly Cell[];

/** @param isOrdered whether the question orders its rows */
export function compareRows(
  expected: WrittenRows,
  { columns, rowCount }: Answer,
  isOrdered: boolean,
): Difference | null {
  const came = Array.from({ length: rowCount }, (_, row) => columns.map(({ values }) => values[row] ?? null));
  const names = expected.columns.map(({ name }) => name);
  const own = new Set(columns.map(({ name }) => name));
  const missingColumns = names.filter((name) => !own.has(name));
  const unexpectedColumns = names.length === 0 ? [] : [...own].filter((name) => !names.includes(name));
  const nothing = { missing: [], unexpected: [], differing: [], equal: 0, outOfOrder: null };
  if (missingColumns.length + unexpectedColumns.length > 0)
    return { columns, missingColumns, unexpectedColumns, ...nothing };
  const places = columns.map(({ name }) => names.indexOf(name));
  const wanted = expected.rows.map((row): ExpectedRow => places.map((place) => row[place]?.text ?? null));

  const isEqual = (a: ExpectedRow, b: CameRow): boolean =>
    columns.every(({ type }, at) => isSame(a[at] ?? null, b[at] ?? null, type));
  const isSameGroup = (a: ExpectedRow, b: CameRow): boolean =>
    columns.every(
      ({ type, role }, at) => (role !== 'DIMENSION' && role !== 'TIME') || isSame(a[at] ?? null, b[at] ?? null, type),
    );
  const equal = pair(wanted, came, isEqual);
  const near = pair(equal.left, equal.right, isSameGroup);
  const isInOrder = equal.pairs.every(({ right }, at) => right > (equal.pairs[at - 1]?.right ?? -1));
  const outOfOrder = isOrdered && equal.left.length + equal.right.length === 0 && !isInOrder ? came : null;
  if (equal.left.length + equal.right.length === 0 && outOfOrder === null) return null;
  return {
    columns,
    missingColumns,
    unexpectedColumns,
    missing: near.left,
    unexpected: near.right,
    differing: near.pairs.map(({ a, b }) => ({ expected: a, came: b })),
    equal: equal.pairs.length,
    outOfOrder,
  };
}

/** Gives each row of the one side the first free row of the other that fits it. */
function pair<A, B>(left: readonly A[], right: readonly B[], fits: (a: A, b: B) => boolean) {
  const free = new Set(right.keys());
  const pairs: { readonly a: A; readonly b: B; readonly right: number }[] = [];
  const alone: A[] = [];
  for (const a of left) {
    const at = [...free].find((index) => fits(a, right[index] as B));
    if (at === undefined) alone.push(a);
    else {
      free.delete(at);
      pairs.push({ a, b: right[at] as B, right: at });
    }
  }
  return { pairs, left: alone, right: [...free].map((index) => right[index] as B) };
}

const RELATIVE = 1e-9;

/** NULL is NULL alone, exact numbers are compared by their digits, doubles to a relative 1e-9, times by their moment. */
export function isSame(expected: string | null, came: Cell, type: DataType): boolean {
  if (expected === null || came === null) return expected === came;
  const text = String(came);
  if (text === expected) return true;
  if (type === 'double') {
    if (plainDigits(expected) === undefined) return false;
    const [a, b] = [Number(expected), Number(came)];
    return Math.abs(a - b) <= RELATIVE * Math.max(1, Math.abs(a), Math.abs(b));
  }
  if (isNumeric(type)) return plainDigits(expected) !== undefined && plainDigits(expected) === plainDigits(text);
  return isTemporal(type) && momentOf(expected) !== undefined && momentOf(expected) === momentOf(text);
}

function momentOf(text: string): string | undefined {
  const clock = readWallClock(text);
  return clock && printWallClock(clock);
}
