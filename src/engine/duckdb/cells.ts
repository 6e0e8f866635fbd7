import {
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBValue,
} from '@duckdb/node-api';
import { type DataType, isDecimal } from '../../expressions/data-type.js';
import { refuse } from '../../problems/problem.js';
import type { Cell } from '../engine.js';

/** Turns one value that is not NULL into its cell. */
export type ReadCell = (value: DuckDBValue) => Cell;

/**
 * The reader of a column's declared type. It looks at the value's own type too: a COUNT arrives as BIGINT and a SUM as
 * HUGEINT, whatever the column is called, and no digit may get lost on the way.
 */
export function cellReader(type: DataType): ReadCell {
  if (isDecimal(type)) return readExact;
  switch (type) {
    case 'integer':
      return readInteger;
    case 'double':
      return readDouble;
    case 'bigint':
      return readExact;
    case 'boolean':
      return (value) => (typeof value === 'boolean' ? value : Boolean(value));
    case 'date':
      return (value) => timeText(value, 'date') ?? String(value);
    case 'timestamp':
      return (value) => timeText(value, 'timestamp') ?? String(value);
    default:
      return (value) => (typeof value === 'string' ? value : (timeText(value) ?? String(value)));
  }
}

function readInteger(value: DuckDBValue): Cell {
  if (typeof value === 'number') return readDouble(value);
  const number = Number(value);
  if (!Number.isSafeInteger(number) && typeof value === 'bigint')
    refuse({
      code: 'NUMBER_OUT_OF_RANGE',
      message: `${value} does not fit an integer.`,
      hint: 'Declare it as bigint.',
    });
  return readDouble(number);
}

function readDouble(value: DuckDBValue): Cell {
  const number = typeof value === 'number' ? value : Number(String(value));
  if (Number.isFinite(number)) return number === 0 ? 0 : number; // -0 is 0
  return String(number); // JSON has no NaN and no Infinity
}

function readExact(value: DuckDBValue): Cell {
  return value instanceof DuckDBDecimalValue ? value.toString() : String(value);
}

/** ISO text of a temporal value; `as` says whether to show the day or the time. Undefined for what is not temporal. */
function timeText(value: DuckDBValue, as?: 'date' | 'timestamp'): string | undefined {
  if (value instanceof DuckDBDateValue) {
    const day = dateText(value);
    return as === 'timestamp' ? `${day}T00:00:00` : day;
  }
  const nanos = nanosOf(value);
  if (nanos === undefined) return undefined;
  if (typeof nanos === 'string') return nanos;
  const text = timestampText(nanos);
  return as === 'date' ? text.slice(0, text.indexOf('T')) : text;
}

const DAY = 86_400_000;
/** JS dates end here; DuckDB's go further. */
const MOST_MILLISECONDS = 8.64e15;

function dateText(value: DuckDBDateValue): string {
  if (value.days === 2_147_483_647) return 'infinity';
  if (value.days === -2_147_483_647) return '-infinity';
  const milliseconds = value.days * DAY;
  if (Math.abs(milliseconds) > MOST_MILLISECONDS) return String(value);
  return new Date(milliseconds).toISOString().slice(0, -14);
}

/** Nanoseconds since 1970, or the text of an infinity; undefined for what is not a timestamp. */
function nanosOf(value: DuckDBValue): bigint | string | undefined {
  const timestamp = value as { readonly isFinite?: boolean };
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue)
    return timestamp.isFinite === false ? String(value) : value.micros * 1000n;
  if (value instanceof DuckDBTimestampNanosecondsValue)
    return timestamp.isFinite === false ? String(value) : value.nanos;
  if (value instanceof DuckDBTimestampMillisecondsValue)
    return timestamp.isFinite === false ? String(value) : value.millis * 1_000_000n;
  if (value instanceof DuckDBTimestampSecondsValue)
    return timestamp.isFinite === false ? String(value) : value.seconds * 1_000_000_000n;
  return undefined;
}

function timestampText(nanos: bigint): string {
  let seconds = nanos / 1_000_000_000n;
  let rest = nanos % 1_000_000_000n;
  if (rest < 0n) {
    seconds -= 1n;
    rest += 1_000_000_000n;
  }
  const milliseconds = Number(seconds) * 1000;
  if (Math.abs(milliseconds) > MOST_MILLISECONDS) return `${nanos / 1000n}us`;
  const whole = new Date(milliseconds).toISOString().slice(0, -5);
  return rest === 0n ? whole : `${whole}.${rest.toString().padStart(9, '0').replace(/0+$/, '')}`;
}
