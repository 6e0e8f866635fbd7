import { markdownTable } from '../../generated/markdown-table.js';
import { NUMBER_COLUMNS, numberRows } from '../number-rows.js';
import type { Report } from '../report.js';
import { beyondText, brokenText, byClass, headline, MEANING, notesOf, placeText, touchedLines } from '../wording.js';

/** For a comment on a pull request. Words of definitions make neither HTML nor links, and call nobody. */
export function markdownReport(report: Report): string {
  const classes = byClass(report.changes).map(({ class: of, changes }) => {
    const rows = changes.map((change) => [
      `${change.subject} ${code(change.name)}`,
      plain(change.message),
      touchedLines(change).map(plain).join('<br>'),
      placeText(change) && code(placeText(change)),
    ]);
    return `### ${of}: ${MEANING[of]}\n\n${markdownTable(['what', 'change', 'touches', 'where'], rows)}`;
  });
  const parts = [
    `## Metrics\n\n${plain(headline(report))}`,
    plain(brokenText(report)),
    ...classes,
    numbersText(report),
    sqlText(report),
  ];
  return `${parts
    .filter(Boolean)
    .map((part) => part.trimEnd())
    .join('\n\n')}\n`;
}

function numbersText(report: Report): string {
  if (report.numbers === null || report.numbers.metrics.length === 0) return '';
  const rows = numberRows(report).map((row) => row.map(plain));
  const notes = report.numbers.metrics.flatMap((metric) => {
    const note = notesOf(metric);
    return note === '' ? [] : [`- ${plain(metric.refused === null ? `${metric.metric}: ${note}.` : note)}`];
  });
  const table = rows.length === 0 ? '' : markdownTable(NUMBER_COLUMNS, rows).trimEnd();
  const beyond = beyondText(report.numbers.notAsked);
  return ['### The numbers before and after', table, notes.join('\n'), plain(beyond)].filter(Boolean).join('\n\n');
}

const sqlText = ({ sql }: Report): string =>
  (sql ?? [])
    .map(
      ({ metric, patch }) =>
        `<details><summary>SQL of ${code(metric)}</summary>\n\n${fenced(patch.trimEnd())}\n\n</details>`,
    )
    .join('\n\n');

/** A fence that nothing within can close. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}diff\n${text}\n${fence}`;
}

const code = (text: string): string => `\`${text.replaceAll('`', "'")}\``;

const plain = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\\`*[\]~#]/g, '\\$&')
    .replaceAll(/@(?=\w)/g, '@<!-- -->')
    .replaceAll('://', ':<!-- -->//');
