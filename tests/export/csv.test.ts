import { describe, expect, test } from '@jest/globals';
import { csv } from '../../src/export/csv.js';
import { type Column, encoded } from './encoded.js';

const text = (columns: readonly Column[], guardFormulas = true): string =>
  encoded(csv, columns, { guardFormulas }).toString();

describe('csv', () => {
  test('has a header, a line for each row, and nothing more where there is no row', () => {
    expect(
      text([
        ['a', 'integer', [1, 2, 3]],
        ['b', 'boolean', [true, false, null]],
      ]),
    ).toBe('a,b\r\n1,true\r\n2,false\r\n3,\r\n');
    expect(text([['a', 'integer', []]])).toBe('a\r\n');
  });

  test('tells NULL from the empty text', () => {
    expect(
      text([
        ['a', 'text', [null, '']],
        ['b', 'text', ['', null]],
      ]),
    ).toBe('a,b\r\n,""\r\n"",\r\n');
  });

  test('quotes commas, quotes and line ends, also in names of columns', () => {
    expect(text([['a, "b"', 'text', ['x,y', 'say "x"', 'two\nlines', 'plain; text']]])).toBe(
      '"a, ""b"""\r\n"x,y"\r\n"say ""x"""\r\n"two\nlines"\r\nplain; text\r\n',
    );
  });

  test('keeps every digit, and what is beyond ASCII', () => {
    expect(
      text([
        ['n', 'bigint', ['9223372036854775807', '-9007199254740993']],
        ['d', 'decimal(38,2)', ['-0.10', '123456789012345678901234567890.12']],
        ['t', 'text', ['Müller 日本 🎬', "'"]],
      ]),
    ).toBe(
      "n,d,t\r\n9223372036854775807,-0.10,Müller 日本 🎬\r\n-9007199254740993,123456789012345678901234567890.12,'\r\n",
    );
  });

  test.each(['=1+2', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '=HYPERLINK("http://x","y")'])(
    'marks the text %j, which a spreadsheet would take for a formula',
    (formula) => {
      const field = (shown: string): string => (/[",\r\n]/.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown);
      expect(text([['a', 'text', [formula]]])).toBe(`a\r\n${field(`'${formula}`)}\r\n`);
      expect(text([['a', 'text', [formula]]], false)).toBe(`a\r\n${field(formula)}\r\n`);
    },
  );

  test('marks a column that is called like a formula, and leaves numbers and harmless texts alone', () => {
    expect(
      text([
        ['=cmd', 'double', [-1.5, '-Infinity']],
        ['n', 'decimal(4,1)', ['-2.5', '-1.0']],
        ['t', 'text', ['a=b', ' =1']],
      ]),
    ).toBe("'=cmd,n,t\r\n-1.5,-2.5,a=b\r\n-Infinity,-1.0, =1\r\n");
  });
});
