import { AGGREGATES, type FunctionEntry, SCALAR_FUNCTIONS } from '../../expressions/functions.js';
import { markdownTable } from './markdown-table.js';

const FORMS = [
  ['text', "`'it''s'`", 'single quotes; a quote inside is doubled'],
  ['number', '`1`, `1.5`, `1e3`', 'integer or bigint, decimal, double'],
  ['day', "`DATE '2024-01-31'`", ''],
  ['timestamp', "`TIMESTAMP '2024-01-31 10:00:00'`", 'UTC'],
  ['other constants', '`TRUE`, `FALSE`, `NULL`', ''],
  [
    'name',
    '`minutes`, `title.genre`, `"order"`',
    'a column, dimension, path over links, or metric; double quotes around a keyword',
  ],
  ['arithmetic', '`+ - * / %`', 'exact, but `/`: it divides as doubles, and by 0 gives NULL'],
  ['joined text', '`a || b`', ''],
  [
    'comparison',
    '`= <> < <= > >=`, `IS NULL`, `IN (…)`, `BETWEEN … AND …`, `LIKE … ESCAPE …`',
    'each with `NOT` too; a day or timestamp may be compared with its text',
  ],
  ['logic', '`AND`, `OR`, `NOT`', 'three-valued, as in SQL'],
  ['choice', '`CASE WHEN … THEN … ELSE … END`, `CASE x WHEN … THEN … END`', 'all results have one type'],
  [
    'change of type',
    '`CAST(x AS decimal(12,2))`',
    'integer, bigint, double, decimal(p,s), text, boolean, date, timestamp',
  ],
  ['narrowed aggregate', '`SUM(x) FILTER (WHERE …)`', ''],
  [
    'metric per entity',
    '`METRIC(streaming_hours, member_id) > 450`',
    'in conditions: the value of the metric for this row’s value of the path, over all data',
  ],
] as const;

/** The text of `docs/expressions.md`. */
export const printExpressionsPage =
  (): string => `<!-- Written by \`npm run generated\` from src/expressions/functions.ts. -->
# Expressions

Metrics, dimensions, segments and filters are written as one SQL expression. It is parsed, checked against the names and
types around it, and printed anew for each engine: there are no statements, subqueries, comments or window functions in
it, and no function that is not listed here.

## Forms

${markdownTable(['what', 'how', ''], FORMS)}
## Functions of one row

${listOf(SCALAR_FUNCTIONS)}
\`CEILING\`, \`POW\`, \`SUBSTR\` and \`DATE_PART\` are other names of \`CEIL\`, \`POWER\`, \`SUBSTRING\` and \`EXTRACT\`.

## Aggregates

They leave NULL out. A metric's expression aggregates every column it names, and may then reckon with the results:
\`SUM(minutes) / 60.0\`.

${listOf(AGGREGATES)}`;

function listOf(entries: Readonly<Record<string, FunctionEntry>>): string {
  const rows = Object.values(entries).map(({ says }) => {
    const [form = '', meaning = ''] = split(says);
    return [`\`${form}\``, meaning];
  });
  return markdownTable(['form', ''], rows);
}

/** "ROUND(x): half away from zero" at its first colon. */
function split(says: string): readonly [string, string] {
  const at = says.indexOf(': ');
  return at < 0 ? [says, ''] : [says.slice(0, at), says.slice(at + 2)];
}
