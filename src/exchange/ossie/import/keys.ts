import { declareColumns } from '../../columns.js';
import { name } from '../../expression.js';
import type { Origin } from '../../report.js';
import { typeOfColumn } from './fields.js';
import { type Importing, note, type Source } from './sources.js';
import { tellUnused } from './unused.js';

/** The primary key, or the first unique one: either tells rows apart. */
export function importKey(importing: Importing, source: Source): void {
  const { report } = importing;
  const { of, draft } = source;
  const origin = { what: `dataset "${of.name}"`, place: source.place };
  tellUnused(of, origin, report);
  note(importing, source, '', origin);
  const [key, ...others] = [...(of.primary_key ? [of.primary_key] : []), ...(of.unique_keys ?? [])];
  if (key === undefined) return;
  note(importing, source, 'key', origin);
  if (key.every((column) => isThere(importing, source, column, origin))) draft.key = key;
  for (const other of others)
    if (!areSame(key, other)) report.loss(origin, `That [${other.join(', ')}] is unique too has no place here.`);
}

export const areSame = (a: readonly string[], b: readonly string[]): boolean =>
  [...a].sort().join() === [...b].sort().join();

/** What keys and relationships name: a field, or else a column, which is declared. */
export const isThere = (importing: Importing, source: Source, column: string, origin: Origin): boolean =>
  source.fields.has(column) || declareColumn(importing, source, column, origin);

export const declareColumn = ({ report, uses }: Importing, source: Source, column: string, origin: Origin): boolean =>
  declareColumns(source.draft, name(column), {
    use: uses.get(`${source.of.name}.${column}`.toLowerCase()) ?? 'key',
    origin,
    report,
    typeOf: (each) => typeOfColumn(source, each),
  });

/** Columns that are no fields there are not offered to group by here either. */
export function hideOthers({ draft, fields }: Source): void {
  for (const column of draft.columns.keys())
    if (!fields.has(column) && !draft.key.includes(column)) draft.dimensions.set(column, { hidden: true });
}
