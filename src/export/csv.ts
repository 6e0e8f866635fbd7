import type { Cell } from '../engine/engine.js';
import type { Format } from './format.js';

const NEEDS_QUOTES = /[",\r\n]/;
/** What a spreadsheet begins a formula with, or skips before one. */
const FORMULA = /^[=+\-@\t\r\n]/;

/**
 * RFC 4180 with a header, in UTF-8. NULL is an empty field, an empty text is `""`. A text that begins like a formula gets
 * an apostrophe before it, which spreadsheets take for "this is text"; numbers and times are left as they are.
 */
export const csv: Format = {
  mediaType: 'text/csv; charset=utf-8; header=present',
  encode: (columns, { guardFormulas }) => {
    const text = guardFormulas ? (value: string) => quoted(guarded(value)) : quoted;
    const fields = columns.map(({ type }) => (type === 'text' ? text : quoted));
    return {
      head: () => Buffer.from(`${columns.map(({ name }) => text(name)).join(',')}\r\n`),
      part: ({ values, rowCount }) => {
        let lines = '';
        for (let row = 0; row < rowCount; row++) {
          for (let at = 0; at < fields.length; at++) {
            if (at > 0) lines += ',';
            lines += fieldOf(values[at]?.[row] ?? null, fields[at] ?? quoted);
          }
          lines += '\r\n';
        }
        return Buffer.from(lines);
      },
      tail: () => Buffer.alloc(0),
    };
  },
};

const fieldOf = (cell: Cell, text: (value: string) => string): string =>
  cell === null ? '' : typeof cell === 'string' ? text(cell) : String(cell);

const quoted = (value: string): string =>
  value === '' || NEEDS_QUOTES.test(value) ? `"${value.replaceAll('"', '""')}"` : value;

const guarded = (value: string): string => (FORMULA.test(value) ? `'${value}` : value);
