import { styleText } from 'node:util';
import { type Ink, type Paint, PLAIN } from '../../problems/ink.js';

const paint =
  (style: Parameters<typeof styleText>[0]): Paint =>
  (text) =>
    text === '' ? '' : styleText(style, text, { validateStream: false });

const COLOURED: Ink = {
  bad: paint('red'),
  careful: paint('yellow'),
  good: paint('green'),
  aside: paint('dim'),
  head: paint('bold'),
};

/**
 * Colours on a terminal alone, unless FORCE_COLOR asks for them (0 and false for none) or NO_COLOR, being not empty, for none.
 * @see https://no-color.org
 */
export function terminalInk(
  isTerminal: boolean,
  { FORCE_COLOR: force, NO_COLOR: none, TERM: term }: Readonly<Record<string, string | undefined>>,
): Ink {
  if (force !== undefined) return force === '0' || force === 'false' ? PLAIN : COLOURED;
  return none || !isTerminal || term === 'dumb' ? PLAIN : COLOURED;
}
