import { stringify } from 'csv-stringify/sync';
import type { AnswerColumn } from '../../result/result.js';

/** RFC 4180 with a header; NULL is an empty field, an empty text is quoted. */
export const csvText = (columns: readonly AnswerColumn[], rowCount: number): string =>
  stringify(
    Array.from({ length: rowCount }, (_, row) => columns.map(({ values }) => values[row] ?? null)),
    {
      header: true,
      columns: columns.map(({ name }) => ({ key: name, header: name })),
      quoted_empty: false,
      quoted_match: /^$/,
      cast: { boolean: String },
    },
  );
