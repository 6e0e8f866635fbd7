import { type DataType, decimal, digitsOf, isDecimal, isNumeric } from '../expressions/data-type.js';
import { NumberText } from '../schema/number-text.js';
import { printDate, printWallClock, readDate, readWallClock } from '../time/wall-clock.js';
import type { PlainValue } from './metric-request.js';
import type { ValueInput } from './query-input.js';

/** A value in its plain form, with a type that holds it without rounding; or the form that was expected. */
export type ReadValue = { readonly value: PlainValue; readonly type: DataType } | { readonly expected: string };

/** Reads a value against the type of what it is compared with. Exact numbers may be longer than that type: `type` says so. */
export function readValue(input: ValueInput, type: DataType): ReadValue {
  switch (type) {
    case 'text':
      return typeof input === 'string' ? { value: input, type } : { expected: 'text in quotes' };
    case 'boolean':
      return typeof input === 'boolean' ? { value: input, type } : { expected: 'true or false' };
    case 'date': {
      const clock = typeof input === 'string' ? readDate(input) : undefined;
      return clock ? { value: printDate(clock), type } : { expected: 'a date such as "2024-01-31"' };
    }
    case 'timestamp': {
      const clock = typeof input === 'string' ? readWallClock(input) : undefined;
      return clock
        ? { value: printWallClock(clock), type }
        : { expected: 'a wall-clock time of the request’s zone such as "2024-01-31T10:00", without Z or offset' };
    }
    case 'double': {
      const text = numberText(input);
      return text !== undefined && Number.isFinite(Number(text))
        ? { value: text, type }
        : { expected: 'a number such as 2.5' };
    }
    default:
      return readExact(input, type);
  }
}

/** Integers and decimals: all digits are kept; a value that the type cannot hold gets a wider one, so 2.5 < 3 stays true. */
function readExact(input: ValueInput, type: DataType): ReadValue {
  const plain = plainDigits(numberText(input) ?? '');
  if (plain === undefined)
    return { expected: isDecimal(type) ? 'a number such as 12.50' : 'a whole number such as 42' };
  const [whole = '', fraction = ''] = plain.replace('-', '').split('.');
  const own = digitsOf(type) ?? { precision: 38, scale: 0 };
  const needed = { whole: Math.max(1, whole.length), scale: fraction.length };
  if (needed.whole + needed.scale > 38) return { expected: 'a number of at most 38 digits' };
  if (needed.scale <= own.scale && fits(plain, needed.whole, own, type)) return { value: plain, type };
  return { value: plain, type: decimal(needed.whole + needed.scale, needed.scale) };
}

function fits(plain: string, whole: number, own: { precision: number; scale: number }, type: DataType): boolean {
  if (type === 'integer') return BigInt(plain) >= -(2n ** 31n) && BigInt(plain) < 2n ** 31n;
  if (type === 'bigint') return BigInt(plain) >= -(2n ** 63n) && BigInt(plain) < 2n ** 63n;
  return whole <= own.precision - own.scale;
}

/** The narrowest type that holds values of all of them; undefined where they do not compare. */
export function commonType(types: readonly DataType[]): DataType | undefined {
  const [first, ...rest] = types;
  if (first === undefined) return undefined;
  return rest.reduce<DataType | undefined>((so, type) => (so === undefined ? undefined : wider(so, type)), first);
}

function wider(a: DataType, b: DataType): DataType | undefined {
  if (a === b) return a;
  if (!isNumeric(a) || !isNumeric(b)) return undefined;
  const [left, right] = [digitsOf(a), digitsOf(b)];
  if (left === undefined || right === undefined) return 'double';
  if (!isDecimal(a) && !isDecimal(b)) return 'bigint';
  const scale = Math.max(left.scale, right.scale);
  return decimal(Math.max(left.precision - left.scale, right.precision - right.scale) + scale, scale);
}

const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/;

/** The digits of a number input as text; undefined for what is not a number, or has already lost digits on its way here. */
function numberText(input: ValueInput): string | undefined {
  const text =
    input instanceof NumberText
      ? input.text
      : typeof input === 'bigint' || typeof input === 'string'
        ? String(input)
        : typeof input === 'number' && (!Number.isInteger(input) || Number.isSafeInteger(input))
          ? String(input)
          : '';
  return NUMBER.test(text) ? text : undefined;
}

/** `1.50e2` as `150`: no exponent, no idle zeros; undefined for what is not a number or is longer than any type. */
export function plainDigits(text: string): string | undefined {
  const match = NUMBER.exec(text);
  if (match === null || text.length > 200) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const shift = Number(exponent);
  if (Math.abs(shift) > 100) return undefined;
  const digits = whole + fraction;
  const point = whole.length + shift;
  const left = (point > 0 ? digits.slice(0, point).padEnd(point, '0') : '').replace(/^0+(?=\d)/, '') || '0';
  const right = (point < 0 ? '0'.repeat(-point) + digits : digits.slice(point)).replace(/0+$/, '');
  const plain = right === '' ? left : `${left}.${right}`;
  return sign === '-' && /[1-9]/.test(plain) ? `-${plain}` : plain;
}
