import { type Ink, PLAIN } from './ink.js';
import type { Place } from './problem.js';

/** Characters of a line that are shown; a longer line is cut around the place. */
const MOST_SHOWN = 100;
const BEFORE = 60;

/** They take two columns on a terminal. */
const WIDE =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Extended_Pictographic}/u;
const NO_WIDTH = /\p{M}|\u200D|\uFE0F/u;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is to be made visible
const CONTROL = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g;

/**
 * The line of the file with a caret under the column, without control characters:
 *
 *     14 |   plays: {expresion: COUNT(*)}
 *        |           ^
 *
 * Empty where the file has no such line.
 */
export function codeFrame(text: string, { line, column }: Place, ink: Ink = PLAIN): string {
  const whole = text
    .replace(/^\uFEFF/, '')
    .split('\n', line)
    [line - 1]?.replace(/\r$/, '');
  if (whole === undefined) return '';
  const cut = column - 1 > MOST_SHOWN - 10 ? column - 1 - BEFORE : 0;
  const shown = whole.slice(cut, cut + MOST_SHOWN).replace(CONTROL, '\uFFFD');
  const [head, tail] = [cut > 0 ? '…' : '', cut + MOST_SHOWN < whole.length ? '…' : ''];
  const gutter = String(line).padStart(5);
  const under = blanks(head + shown.slice(0, column - 1 - cut));
  const below = ' '.repeat(gutter.length);
  return `${ink.aside(`${gutter} |`)} ${head}${shown}${tail}\n${ink.aside(`${below} |`)} ${under}${ink.bad('^')}`;
}

/** As wide as the text on a terminal: tabs stay tabs. */
const blanks = (text: string): string =>
  [...text].map((c) => (c === '\t' ? c : NO_WIDTH.test(c) ? '' : WIDE.test(c) ? '  ' : ' ')).join('');
