import { type Ink, PLAIN } from '../../problems/ink.js';
import type { CameRow, Difference, ExpectedRow } from '../metric-tests/compare-rows.js';
import { isSame } from '../metric-tests/compare-rows.js';
import { cellText, tableText } from './table.js';

/** Rows that are shown of each kind; a test is about a few. */
const MOST_ROWS = 50;

interface Line {
  readonly mark: '-' | '+' | '~' | ' ';
  readonly cells: readonly string[];
}

/**
 * What an answer has too little, too much and otherwise, as a table:
 *
 *          device  plays
 *       ─  ──────  ────────
 *       ~  tv      2, not 3
 *       -  web            1
 */
export function differenceText(difference: Difference, ink: Ink = PLAIN): string {
  const { columns, missingColumns, unexpectedColumns, missing, unexpected, differing, equal, outOfOrder } = difference;
  if (missingColumns.length + unexpectedColumns.length > 0)
    return [
      missingColumns.length > 0 ? `The answer has no column ${missingColumns.join(', ')}.` : '',
      unexpectedColumns.length > 0 ? `The answer also has the column ${unexpectedColumns.join(', ')}.` : '',
      `Its columns: ${columns.map(({ name }) => name).join(', ')}.`,
    ]
      .filter(Boolean)
      .join('\n');
  if (outOfOrder !== null)
    return `The rows came in another order:\n${table(difference, outOfOrder.map(shown), ink)}`.trimEnd();
  const changed = ({ expected, came }: { readonly expected: ExpectedRow; readonly came: CameRow }): Line => ({
    mark: '~',
    cells: columns.map(({ type }, at) => {
      const [wanted, got] = [expected[at] ?? null, came[at] ?? null];
      return isSame(wanted, got, type) ? cellText(got) : `${cellText(got)}, not ${cellText(wanted)}`;
    }),
  });
  const lines: readonly (readonly [readonly Line[], string])[] = [
    [differing.map(changed), '~ differs'],
    [missing.map((row): Line => ({ mark: '-', cells: row.map(cellText) })), '- is missing'],
    [unexpected.map((row): Line => ({ mark: '+', cells: row.map(cellText) })), '+ was not expected'],
  ];
  const there = lines.filter(([some]) => some.length > 0);
  const cut = there.some(([some]) => some.length > MOST_ROWS) ? ` The first ${MOST_ROWS} of each are shown.` : '';
  const same = `${equal} ${equal === 1 ? 'row is' : 'rows are'} as expected.`;
  return `${table(
    difference,
    there.flatMap(([some]) => some.slice(0, MOST_ROWS)),
    ink,
  )}${there.map(([, means]) => means).join(', ')}; ${same}${cut}`;
}

const shown = (row: CameRow): Line => ({ mark: ' ', cells: row.map(cellText) });

function table({ columns }: Difference, lines: readonly Line[], ink: Ink): string {
  const marks = { name: '', type: 'text', values: lines.map(({ mark }) => mark) } as const;
  const values = columns.map(({ name, type }, at) => ({
    name,
    type,
    values: lines.map(({ cells }) => cells[at] ?? ''),
  }));
  return marked(tableText([marks, ...values], lines.length, ink), ink);
}

/** The mark that a line begins with, as a patch has it. */
const marked = (text: string, ink: Ink): string =>
  text.replaceAll(/^[-+~](?= )/gm, (mark) =>
    mark === '-' ? ink.bad(mark) : mark === '+' ? ink.good(mark) : ink.careful(mark),
  );
