import { COLUMN_NAME } from '../definitions/names.js';
import type { Syntax } from '../expressions/syntax.js';
import { type Use, usesIn } from './column-uses.js';
import type { DatasetDraft } from './draft.js';
import { namesIn } from './expression.js';
import { isName } from './names.js';
import type { Origin, Report } from './report.js';

/** A column's type; or why it has none here; or why it is guessed, from what it is used for unless a type is said. */
export type KnownType =
  | { readonly type: string }
  | { readonly lost: string }
  | { readonly unknown: string; readonly likely?: string | undefined };

const GUESSES: Readonly<Record<Use, string>> = {
  time: 'date',
  instant: 'timestamp',
  text: 'text',
  number: 'double',
  flag: 'boolean',
  key: 'bigint',
};

/** Declares the columns that an expression reads. @returns false where it reads what is no column of the table */
export function declareColumns(
  draft: DatasetDraft,
  syntax: Syntax,
  { use, origin, report, typeOf }: { use: Use; origin: Origin; report: Report; typeOf: (column: string) => KnownType },
): boolean {
  const uses = usesIn(syntax);
  return namesIn(syntax).every((path) => {
    const [column = ''] = path;
    if (path.length > 1) {
      report.loss(origin, `It reads "${path.join('.')}", which is no column of its own table.`);
      return false;
    }
    if (draft.columns.has(column)) return true;
    if (!isName(column, origin, report, COLUMN_NAME)) return false;
    const known = typeOf(column);
    if ('lost' in known) {
      report.loss(origin, known.lost);
      return false;
    }
    const type = 'type' in known ? known.type : (known.likely ?? GUESSES[uses.get(column) ?? use]);
    if ('unknown' in known)
      report.add('guess', origin, `Column "${column}" of ${tableOf(draft)} is taken for ${type}: ${known.unknown}.`);
    draft.columns.set(column, type);
    return true;
  });
}

const tableOf = ({ dataset, head }: DatasetDraft): string =>
  typeof head.table === 'string' ? head.table : `"${dataset}"`;
