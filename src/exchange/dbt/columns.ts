import { COLUMN_NAME } from '../../definitions/names.js';
import type { Syntax } from '../../expressions/syntax.js';
import { type Catalog, typeFor } from './catalog.js';
import { type Use, usesIn } from './column-uses.js';
import type { DatasetDraft } from './draft.js';
import { namesIn } from './expression.js';
import { isName } from './names.js';
import type { Origin, Report } from './report.js';

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
  { use, origin, report, catalog }: { use: Use; origin: Origin; report: Report; catalog: Catalog | undefined },
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
    const table = String(draft.head.table);
    const told = catalog?.typeOf(table, column);
    const type = told && typeFor(told);
    if (told !== undefined && type === undefined) {
      report.loss(origin, `Column "${column}" is ${told} in the catalogue, for which there is no type here.`);
      return false;
    }
    const guess = GUESSES[uses.get(column) ?? use];
    if (type === undefined) {
      const why = catalog === undefined ? 'there is no catalog.json' : `catalog.json does not have it in ${table}`;
      report.add(
        'guess',
        origin,
        `Column "${column}" of ${table} is taken for ${guess}: the manifest has no types, and ${why}.`,
      );
    }
    draft.columns.set(column, type ?? guess);
    return true;
  });
}
