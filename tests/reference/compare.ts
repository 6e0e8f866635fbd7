import type { Answer, Cell, ColumnType, CompareOptions } from './format.js';
import { compareValues, equal, parseExact } from './values.js';

/** Dates equal their midnight; T or a space; an optional Z. Other text stays as it is. */
export function plainTime(cell: Cell): Cell {
  if (typeof cell !== 'string') return cell;
  const found = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.(\d+))?)?(?:Z|\+00:00)?$/.exec(cell);
  if (!found) return cell;
  const [, date = '', clock = '00:00:00', digits = ''] = found;
  const time = clock.length === 5 ? `${clock}:00` : clock;
  const fraction = digits.replace(/0+$/, '');
  return time === '00:00:00' && fraction === '' ? date : `${date}T${time}${fraction && `.${fraction}`}`;
}

const PLAIN = /^[+-]?\d+(\.\d+)?$/;
const FLOATING = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

function sameExact(a: Cell, b: Cell): boolean {
  const [x, y] = [a, b].map((cell) => String(cell).trim());
  if (x === undefined || y === undefined || typeof a === 'boolean' || typeof b === 'boolean') return false;
  if (PLAIN.test(x) && PLAIN.test(y)) {
    return (
      equal(parseExact(x.replace('+', '')), parseExact(y.replace('+', ''))) ||
      compareValues(parseExact(x), parseExact(y)) === 0
    );
  }
  return FLOATING.test(x) && FLOATING.test(y) && Number(x) === Number(y);
}

function sameDouble(a: Cell, b: Cell): boolean {
  if (typeof a === 'boolean' || typeof b === 'boolean') return false;
  if (!FLOATING.test(String(a).trim()) || !FLOATING.test(String(b).trim())) return false;
  const [x, y] = [Number(a), Number(b)];
  return Math.abs(x - y) <= 1e-9 * Math.max(1, Math.abs(x), Math.abs(y));
}

export function sameCell(type: ColumnType, want: Cell, got: Cell): boolean {
  if (want === null || got === null) return want === null && got === null;
  if (type === 'integer' || type === 'decimal') return sameExact(want, got);
  if (type === 'double') return sameDouble(want, got);
  if (type === 'boolean') return typeof got === 'boolean' && want === got;
  if (type === 'date' || type === 'timestamp') return plainTime(want) === plainTime(got);
  return typeof got === 'string' && want === got;
}

const short = (rows: Cell[][]): string =>
  rows.length === 0
    ? 'no rows'
    : rows
        .slice(0, 4)
        .map((row) => JSON.stringify(row))
        .join('; ') + (rows.length > 4 ? `; … ${rows.length} rows` : '');

/**
 * Compares as the README of the cases says.
 * @param want with its columns in the order of `types`
 * @returns undefined when equal, else the rows that differ
 */
export function difference(
  want: Answer,
  types: readonly ColumnType[],
  got: Answer,
  metrics: readonly string[],
  options: CompareOptions,
): string | undefined {
  if (JSON.stringify(want.columns.toSorted()) !== JSON.stringify(got.columns.toSorted())) {
    return `expected columns ${want.columns.join(', ')}, got ${got.columns.join(', ')}`;
  }
  const metricAt = want.columns.flatMap((column, i) => (metrics.includes(column) ? [i] : []));
  const prepare = (answer: Answer): Cell[][] => {
    const at = want.columns.map((column) => answer.columns.indexOf(column));
    const rows = answer.rows.map((row) =>
      at.map((from, i) => (options.null_as_zero && metricAt.includes(i) ? (row[from] ?? 0) : (row[from] ?? null))),
    );
    const isEmpty = (cell: Cell) =>
      cell === null || (options.null_as_zero && typeof cell !== 'boolean' && Number(cell) === 0);
    if (metricAt.length === 0 || options.keep_null_rows) return rows;
    return rows.filter((row) => !metricAt.every((i) => isEmpty(row[i] ?? null)));
  };
  const wanted = prepare(want);
  const left = prepare(got);
  const same = (a: Cell[], b: Cell[]) => types.every((type, i) => sameCell(type, a[i] ?? null, b[i] ?? null));
  const report = (missing: Cell[][], extra: Cell[][]) => `expected ${short(missing)} | got ${short(extra)}`;
  if (options.ordered) {
    const wrong = wanted.findIndex((row, i) => !left[i] || !same(row, left[i]));
    if (wrong >= 0 || wanted.length !== left.length) {
      const from = wrong < 0 ? wanted.length : wrong;
      return `${report(wanted.slice(from), left.slice(from))} (in this order)`;
    }
  } else {
    const missing = wanted.filter((row) => {
      const at = left.findIndex((other) => same(row, other));
      if (at >= 0) left.splice(at, 1);
      return at < 0;
    });
    if (missing.length > 0 || left.length > 0) return report(missing, left);
  }
  if (want.total !== undefined && Number(got.total) !== want.total)
    return `expected total ${want.total}, got ${got.total}`;
  return undefined;
}
