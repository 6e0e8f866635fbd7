import { refuse } from '../../problems/problem.js';

const MOST = 2n ** 63n;
const DAY = 86_400_000;

const unlike = (value: unknown, type: string): never =>
  refuse({
    code: 'VALUE_NOT_CONVERTIBLE',
    message: `Arrow's ${type} cannot hold "${String(value).slice(0, 50)}".`,
    hint: 'Export CSV or NDJSON, which write it as text.',
  });

export function bigintOf(cell: string | number | boolean): bigint {
  if (typeof cell === 'number' ? !Number.isInteger(cell) : !/^-?\d+$/.test(String(cell))) return unlike(cell, 'int64');
  const value = BigInt(cell);
  return value < -MOST || value >= MOST ? unlike(cell, 'int64') : value;
}

/** NaN and the infinities are texts in our rows. */
export function doubleOf(cell: string | number | boolean): number {
  if (typeof cell === 'number') return cell;
  const value = Number(cell);
  return Number.isNaN(value) && cell !== 'NaN' ? unlike(cell, 'double') : value;
}

/** `12.5` with scale 2 is 1250; digits that would be lost are an error. */
export function scaledOf(text: string, precision: number, scale: number): bigint {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d*))?$/.exec(text) ?? unlike(text, 'decimal');
  const beyond = fraction.slice(scale);
  const digits = `${whole}${fraction.slice(0, scale).padEnd(scale, '0')}`.replace(/^0+(?=\d)/, '');
  if (/[1-9]/.test(beyond) || digits.length > precision) return unlike(text, `decimal(${precision},${scale})`);
  return BigInt(`${sign}${digits}`);
}

const dayTexts = new Map<string, number>();
const MOST_DAYS = 10_000;

/** Days since 1970-01-01. */
export function daysOf(text: string): number {
  const known = dayTexts.get(text);
  if (known !== undefined) return known;
  const days = /^([+-]\d{6}|\d{4})-\d{2}-\d{2}$/.test(text) ? Date.parse(text) / DAY : Number.NaN;
  if (!Number.isInteger(days)) return unlike(text, 'date');
  if (dayTexts.size >= MOST_DAYS) dayTexts.clear();
  dayTexts.set(text, days);
  return days;
}

/** Microseconds since 1970-01-01T00:00:00. */
export function microsOf(text: string): bigint {
  const [, day = '', hour, minute, second, fraction = ''] =
    /^(.+)T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,12}))?$/.exec(text) ?? unlike(text, 'timestamp');
  if (/[1-9]/.test(fraction.slice(6))) return unlike(text, 'timestamp in microseconds');
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second);
  const micros = seconds * 1e6 + Number(fraction.slice(0, 6).padEnd(6, '0'));
  return BigInt(daysOf(day)) * 86_400_000_000n + BigInt(micros);
}
