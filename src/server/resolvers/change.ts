import type { Cell } from '../../engine/engine.js';
import type { DataType } from '../../expressions/data-type.js';
import { digitsOf } from '../../expressions/data-type.js';

export interface Change {
  readonly value: number | string | null;
  readonly before: number | string | null;
  readonly difference: number | string | null;
  readonly ratio: number | null;
}

/** What a value has become: the difference is exact for integers and decimals; null where either side is null. */
export function changeOf(type: DataType, value: Cell, before: Cell): Change {
  const [now, then] = [numberCell(value), numberCell(before)];
  if (now === null || then === null) return { value: now, before: then, difference: null, ratio: null };
  const difference = digitsOf(type) ? exactDifference(String(now), String(then)) : Number(now) - Number(then);
  return {
    value: now,
    before: then,
    difference: typeof now === 'number' ? Number(difference) : String(difference),
    ratio: Number(then) === 0 ? null : Number(difference) / Number(then),
  };
}

const numberCell = (cell: Cell): number | string | null => (typeof cell === 'boolean' ? null : cell);

/** a - b of decimal digits: `12.50` and `0.255` are `12.245`. Numbers with an exponent are subtracted as doubles. */
export function exactDifference(a: string, b: string): string {
  const PLAIN = /^-?\d+(\.\d+)?$/;
  if (!PLAIN.test(a) || !PLAIN.test(b)) return String(Number(a) - Number(b));
  const scale = Math.max(scaleOf(a), scaleOf(b));
  const difference = shifted(a, scale) - shifted(b, scale);
  if (scale === 0) return String(difference);
  const digits = String(difference < 0n ? -difference : difference).padStart(scale + 1, '0');
  return `${difference < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

const scaleOf = (text: string): number => text.split('.')[1]?.length ?? 0;

const shifted = (text: string, scale: number): bigint => {
  const [whole = '0', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(scale, '0'));
};
