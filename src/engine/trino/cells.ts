import { type DataType, isDecimal } from '../../expressions/data-type.js';
import { refuse } from '../../problems/problem.js';
import type { Cell } from '../engine.js';

/** A value as Trino's JSON gives it; integers of 16 and more digits come as text. */
export type Sent = number | string | boolean | object;
export type ReadCell = (value: Sent) => Cell;

/** The reader of a column's declared type, for values that are not NULL. */
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
      return (value) => (typeof value === 'boolean' ? value : refuse(unlike('a boolean')));
    case 'date':
      return (value) => dayOf(timeText(value));
    case 'timestamp':
      return (value) => timestampOf(timeText(value));
    case 'text':
      return (value) => (typeof value === 'object' ? JSON.stringify(value) : String(value));
    default:
      throw new RangeError(`${type} is no type`);
  }
}

const unlike = (what: string) =>
  ({ code: 'VALUE_NOT_CONVERTIBLE', message: `The engine sent something else than ${what}.` }) as const;

function readInteger(value: Sent): Cell {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  if (Number.isInteger(number))
    refuse({
      code: 'NUMBER_OUT_OF_RANGE',
      message: `${value} does not fit an integer.`,
      hint: 'Declare it as bigint.',
    });
  return readDouble(value);
}

/** JSON has no NaN and no Infinity: these are texts, on the way here and on the way out. */
function readDouble(value: Sent): Cell {
  if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return value;
  const number = Number(value);
  if (Number.isNaN(number)) refuse(unlike('a number'));
  return number === 0 ? 0 : number; // -0 is 0
}

const readExact: ReadCell = (value) => (typeof value === 'object' ? refuse(unlike('a number')) : String(value));

const timeText = (value: Sent): string => (typeof value === 'string' ? value : refuse(unlike('a time')));

function dayOf(text: string): string {
  const day = text.split(' ', 1)[0] ?? text;
  const year = /^([+-]?)(\d{5,6})(-.*)$/.exec(day);
  return year ? `${year[1] || '+'}${year[2]?.padStart(6, '0')}${year[3]}` : day; // ISO writes years beyond 9999 so
}

/** `2024-01-31 23:59:59.500000` becomes 2024-01-31T23:59:59.5; instants with an offset become UTC. */
function timestampOf(text: string): string {
  const [date = '', clock, zone] = text.split(' ');
  if (clock === undefined) return `${dayOf(date)}T00:00:00`;
  const whole = `${dayOf(date)}T${clock.slice(0, 8)}`;
  const fraction = clock.slice(8).replace(/\.?0+$/, '');
  return (zone === undefined || zone === 'UTC' || zone === 'Z' ? whole : inUtc(whole, zone)) + fraction;
}

/** A zone with summer time says one wall clock for two instants: such values are refused, never guessed. */
function inUtc(whole: string, zone: string): string {
  if (!/^[+-]\d{2}:\d{2}$/.test(zone))
    refuse({
      code: 'VALUE_NOT_CONVERTIBLE',
      message: `The engine sent a time of the zone ${zone}.`,
      hint: 'Cast it to TIMESTAMP in the table or view.',
    });
  return new Date(`${whole}${zone}`).toISOString().slice(0, -5);
}
