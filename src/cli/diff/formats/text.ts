import { tableText } from '../../output/table.js';
import { NUMBER_COLUMNS, numberRows } from '../number-rows.js';
import type { Report } from '../report.js';
import { beyondText, brokenText, byClass, headline, MEANING, notesOf, placeText, touchedLines } from '../wording.js';

/** For the terminal: the heaviest class first, then the numbers, then the statements. */
export function textReport(report: Report): string {
  const classes = byClass(report.changes).map(({ class: of, changes }) =>
    [
      `${of.toUpperCase()}  ${MEANING[of]}`,
      ...changes.map((change) =>
        [
          `  ${change.subject} ${change.name}  ${placeText(change)}`.trimEnd(),
          `    ${change.message}`,
          ...touchedLines(change).map((line) => `    ${line}`),
        ].join('\n'),
      ),
    ].join('\n'),
  );
  const parts = [headline(report), brokenText(report), ...classes, numbersText(report), sqlText(report)];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

function numbersText(report: Report): string {
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
  const table = rows.length === 0 ? '' : tableText(columns, rows.length).trimEnd();
  return [table, ...notes, beyondText(report.numbers.notAsked)].filter(Boolean).join('\n');
}

const sqlText = ({ sql }: Report): string =>
  (sql ?? []).map(({ metric, patch }) => `SQL of ${metric}\n${patch.trimEnd()}`).join('\n\n');
