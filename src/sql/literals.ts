import type { DataType } from '../expressions/data-type.js';
import type { Dialect } from './dialects/dialect.js';

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const NOT_FINITE = /^(NaN|-?Infinity)$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const TIMESTAMP = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?$/;

/** A text in quotes: the one place where a value becomes part of a statement. Zero bytes end texts on some engines. */
export function quoteText(text: string): string {
  if (text.includes('\u0000')) throw new RangeError('a text with a zero byte cannot be written');
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name in quotes; whatever it holds, it stays one name. */
export function quoteName(name: string): string {
  if (name.includes('\u0000')) throw new RangeError('a name with a zero byte cannot be written');
  return `"${name.replaceAll('"', '""')}"`;
}

/** Prints a constant of a type; a form that the type does not have is a fault of ours, never passed on. */
export function writeLiteral(value: string | boolean | null, type: DataType, dialect: Pick<Dialect, 'type'>): string {
  if (value === null) return `CAST(NULL AS ${dialect.type(type)})`;
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  switch (type) {
    case 'text':
      return quoteText(value);
    case 'date':
      return `DATE ${quoteText(matching(DATE, value, type))}`;
    case 'timestamp':
      return `TIMESTAMP ${quoteText(matching(DATE, value, type, TIMESTAMP).replace('T', ' '))}`;
    case 'boolean':
      throw new RangeError('a boolean is true or false');
    case 'double':
      return `CAST(${quoteText(matching(NUMBER, value, type, NOT_FINITE))} AS ${dialect.type('double')})`;
    default:
      return writeNumber(matching(NUMBER, value, type), type, dialect);
  }
}

/** Long numbers would be read as doubles or refused; `-` before a negative one would start a comment. */
function writeNumber(text: string, type: DataType, dialect: Pick<Dialect, 'type'>): string {
  if (text.replace(/\D/g, '').length > 18) return `CAST(${quoteText(text)} AS ${dialect.type(type)})`;
  return text.startsWith('-') ? `(${text})` : text;
}

function matching(form: RegExp, text: string, type: DataType, other?: RegExp): string {
  if (!form.test(text) && !other?.test(text)) throw new RangeError(`${JSON.stringify(text)} is no ${type}`);
  return text;
}
