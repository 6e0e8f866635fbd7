import { type Ink, type Paint, PLAIN } from '../../../problems/ink.js';
import type { ChangeClass } from '../../../review/change.js';
import { patchText } from '../../output/patch.js';
import { tableText } from '../../output/table.js';
import { NUMBER_COLUMNS, numberRows } from '../number-rows.js';
import type { Report } from '../report.js';
import { beyondText, brokenText, byClass, headline, MEANING, notesOf, placeText, touchedLines } from '../wording.js';

/** For the terminal: the heaviest class first, then the numbers, then the statements. */
export function textReport(report: Report, ink: Ink = PLAIN): string {
  const classes = byClass(report.changes).map(({ class: of, changes }) =>
    [
      `${inkOf(of, ink)(of.toUpperCase())}  ${MEANING[of]}`,
      ...changes.map((change) =>
        [
          `  ${change.subject} ${ink.head(change.name)}  ${ink.aside(placeText(change))}`.trimEnd(),
          `    ${change.message}`,
          ...touchedLines(change).map((line) => `    ${ink.aside(line)}`),
        ].join('\n'),
      ),
    ].join('\n'),
  );
  const parts = [headline(report), brokenText(report), ...classes, numbersText(report, ink), sqlText(report, ink)];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

/** The heavier, the redder. */
const inkOf = (of: ChangeClass, ink: Ink): Paint =>
  of === 'breaking' ? ink.bad : of === 'numbers' ? ink.careful : of === 'additive' ? ink.good : ink.aside;

function numbersText(report: Report, ink: Ink): string {
  if (report.numbers === null || report.numbers.metrics.length === 0) return '';
  const rows = numberRows(report);
  const columns = NUMBER_COLUMNS.map((name, at) => ({
    name,
    type: at === 2 || at === 3 || at === 4 ? ('double' as const) : ('text' as const),
    values: rows.map((row) => row[at] ?? ''),
  }));
  const notes = report.numbers.metrics.flatMap((metric) => {
    const note = notesOf(metric);
    return note === '' ? [] : [metric.refused === null ? `${metric.metric}: ${note}.` : note];
  });
  const table = rows.length === 0 ? '' : tableText(columns, rows.length, ink).trimEnd();
  return [table, ...notes, beyondText(report.numbers.notAsked)].filter(Boolean).join('\n');
}

const sqlText = ({ sql }: Report, ink: Ink): string =>
  (sql ?? []).map(({ metric, patch }) => `SQL of ${ink.head(metric)}\n${patchText(patch.trimEnd(), ink)}`).join('\n\n');
