import type { Dataset } from '../../../model/model.js';
import type { Origin, Report } from '../../report.js';
import type { ExportOptions } from './datasets.js';

/** Where the rows are: `database.schema.table`, as far as it is known. A SELECT is one of our own grammar, and stays here. */
export function sourceOf(
  { table }: Dataset,
  { database }: ExportOptions,
  origin: Origin,
  report: Report,
): string | undefined {
  if (table === null)
    return report.loss(
      origin,
      'Left out of the plain part, with its metrics and links: its rows are a SELECT, which is printed for an engine.',
    );
  return database === undefined ? table : `${database}.${table}`;
}
