import type { Cell, ColumnType } from './format.js';

/** An integer, bigint or decimal: `unscaled` / 10^`scale`, without any rounding. */
export class Exact {
  constructor(
    readonly unscaled: bigint,
    readonly scale: number,
  ) {}
}
/** A date: days since 1970-01-01. */
export class Day {
  constructor(readonly day: number) {}
}
/** A timestamp: microseconds since 1970-01-01T00:00:00, of UTC or of a wall clock. */
export class Stamp {
  constructor(readonly micros: number) {}
}
/** A number stands for a double, a string for text. */
export type Value = null | boolean | string | number | Exact | Day | Stamp;

export const MICROS_PER_DAY = 86_400_000_000;
export const integer = (n: number | bigint): Exact => new Exact(BigInt(n), 0);

export function parseExact(text: string): Exact {
  const [whole = '', fraction = ''] = text.split('.');
  return new Exact(BigInt(whole + fraction), fraction.length);
}
export const parseDay = (text: string): Day => new Day(Date.parse(`${text.slice(0, 10)}T00:00:00Z`) / 86_400_000);

export function parseStamp(text: string): Stamp {
  const [, date = '', clock = '00:00:00', fraction = ''] =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d:\d\d)(?:\.(\d+))?)?Z?$/.exec(text) ?? [];
  if (date === '') throw new Error(`not a timestamp: ${text}`);
  return new Stamp(Date.parse(`${date}T${clock}Z`) * 1000 + Number(fraction.padEnd(6, '0').slice(0, 6)));
}

const isInteger = (type: ColumnType) => type === 'integer' || type === 'bigint';

export function readValue(type: ColumnType, cell: Cell): Value {
  if (cell === null) return null;
  if (isInteger(type) || type.startsWith('decimal')) return parseExact(String(cell));
  if (type === 'double') return Number(cell);
  if (type === 'date') return parseDay(String(cell));
  if (type === 'timestamp') return parseStamp(String(cell));
  return cell;
}

/** The value in the form of a declared type: an exact number as a double, a timestamp's day, and so on. */
export function coerce(value: Value, type: ColumnType): Value {
  if (value === null) return null;
  if (type === 'double') return toNumber(value);
  if (type === 'date' && value instanceof Stamp) return new Day(Math.floor(value.micros / MICROS_PER_DAY));
  if (type === 'timestamp' && value instanceof Day) return new Stamp(value.day * MICROS_PER_DAY);
  if (type === 'date' && typeof value === 'string') return parseDay(value);
  if (type === 'timestamp' && typeof value === 'string') return parseStamp(value);
  if ((isInteger(type) || type.startsWith('decimal')) && typeof value === 'number') return parseExact(String(value));
  return value;
}

export function exactText({ unscaled, scale }: Exact): string {
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return unscaled < 0n ? `-${text}` : text;
}

export const dayText = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

export function stampText(micros: number): string {
  const seconds = Math.floor(micros / 1e6);
  const fraction = String(micros - seconds * 1e6)
    .padStart(6, '0')
    .replace(/0+$/, '');
  return new Date(seconds * 1000).toISOString().slice(0, 19) + (fraction && `.${fraction}`);
}

/** Integers beyond 2^53 and all decimals come out as text. */
export function writeValue(value: Value): Cell {
  if (value instanceof Exact) {
    const number = Number(value.unscaled);
    return value.scale === 0 && Number.isSafeInteger(number) ? number : exactText(value);
  }
  if (value instanceof Day) return dayText(value.day);
  if (value instanceof Stamp) return stampText(value.micros);
  return value;
}

export function toNumber(value: Value): number {
  if (value instanceof Exact) return Number(exactText(value));
  if (typeof value === 'number') return value;
  throw new Error(`not a number: ${String(value)}`);
}

const atScale = (x: Exact, scale: number): bigint => x.unscaled * 10n ** BigInt(scale - x.scale);
const aligned = (a: Exact, b: Exact): [bigint, bigint, number] => {
  const scale = Math.max(a.scale, b.scale);
  return [atScale(a, scale), atScale(b, scale), scale];
};

/** `+ - *` are exact on exact numbers; `/` divides as doubles. NULL, and division by 0, make NULL (N1, N2). */
export function arithmetic(op: string, a: Value, b: Value): Value {
  if (a === null || b === null) return null;
  if (a instanceof Day && b instanceof Exact) return new Day(a.day + (op === '-' ? -1 : 1) * Number(b.unscaled));
  if (a instanceof Day && b instanceof Day && op === '-') return integer(a.day - b.day);
  if (op === '/') return toNumber(b) === 0 ? null : toNumber(a) / toNumber(b);
  if (a instanceof Exact && b instanceof Exact) {
    if (op === '*') return new Exact(a.unscaled * b.unscaled, a.scale + b.scale);
    const [x, y, scale] = aligned(a, b);
    if (op === '%') return y === 0n ? null : new Exact(x % y, scale);
    return new Exact(op === '+' ? x + y : x - y, scale);
  }
  const x = toNumber(a);
  const y = toNumber(b);
  if (op === '%') return y === 0 ? null : x % y;
  return op === '+' ? x + y : op === '-' ? x - y : x * y;
}

/** Text by code point, where JavaScript compares UTF-16 units. */
function compareText(a: string, b: string): number {
  const x = [...a];
  const y = [...b];
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    const difference = (x[i]?.codePointAt(0) ?? 0) - (y[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return x.length - y.length;
}

const microsOf = (value: Value): number =>
  value instanceof Day
    ? value.day * MICROS_PER_DAY
    : value instanceof Stamp
      ? value.micros
      : parseStamp(String(value)).micros;
const isTime = (value: Value) => value instanceof Day || value instanceof Stamp;

/** Negative, 0 or positive; neither side is NULL. */
export function compareValues(a: Value, b: Value): number {
  if (isTime(a) || isTime(b)) return microsOf(a) - microsOf(b);
  if (a instanceof Exact && b instanceof Exact) {
    const [x, y] = aligned(a, b);
    return x < y ? -1 : x > y ? 1 : 0;
  }
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  return toNumber(a) - toNumber(b);
}

/** Equal values, NULL among them, have the same key: 2.50 and 2.5, a date and its midnight. */
export function keyOf(value: Value | undefined): string {
  if (value === undefined || value === null) return 'null';
  if (isTime(value)) return `t${microsOf(value)}`;
  if (value instanceof Exact)
    return `n${exactText(value)
      .replace(/(\.\d*?)0+$/, '$1')
      .replace(/\.$/, '')}`;
  if (typeof value === 'number') return `n${value === 0 ? 0 : value}`;
  return typeof value === 'boolean' ? `b${value}` : `s${String(value)}`;
}
export const keyOfAll = (values: readonly (Value | undefined)[]): string => JSON.stringify(values.map(keyOf));
export const equal = (a: Value | undefined, b: Value | undefined): boolean => keyOf(a) === keyOf(b);
