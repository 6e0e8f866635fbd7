import stringWidth from 'string-width';
import type { Cell } from '../../engine/engine.js';
import { isNumeric } from '../../expressions/data-type.js';
import { type Ink, PLAIN } from '../../problems/ink.js';
import type { AnswerColumn } from '../../result/result.js';

/** Aligned columns under their names, numbers to the right; nothing is cut. */
export function tableText(
  columns: readonly Pick<AnswerColumn, 'name' | 'type' | 'values'>[],
  rowCount: number,
  ink: Ink = PLAIN,
): string {
  const texts = columns.map(({ name, values }) => [name, ...values.slice(0, rowCount).map(cellText)]);
  const widths = texts.map((cells) => Math.max(...cells.map((cell) => stringWidth(cell))));
  const line = (row: number): string =>
    columns
      .map(({ type, values }, at) => {
        const [text, space] = [texts[at]?.[row] ?? '', widths[at] ?? 0];
        const gap = ' '.repeat(Math.max(0, space - stringWidth(text)));
        const shown = row === 0 ? ink.head(text) : values[row - 1] === null ? ink.aside(text) : text;
        return isNumeric(type) ? gap + shown : shown + gap;
      })
      .join('  ')
      .trimEnd();
  const rule = ink.aside(widths.map((width) => '─'.repeat(width)).join('  '));
  return `${[line(0), rule, ...Array.from({ length: rowCount }, (_, row) => line(row + 1))].join('\n')}\n`;
}

/** NULL is shown as such; control characters would move the terminal. */
export const cellText = (cell: Cell): string =>
  cell === null
    ? 'NULL'
    : String(cell).replaceAll(/[\p{Cc}\u2028\u2029]/gu, (each) => JSON.stringify(each).slice(1, -1));
