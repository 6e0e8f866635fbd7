import { nameHere } from '../../names.js';
import type { OssieRelationship } from '../document.js';
import { areSame, isThere } from './keys.js';
import { type Importing, named, note, type Source } from './sources.js';
import { tellUnused } from './unused.js';

/** The links between the datasets of an import, as they were made. */
export interface Linked {
  readonly from: Source;
  readonly to: Source;
  readonly link: string;
}

/** Relationships as links: left, and to one row. */
export const importRelationships = (importing: Importing): readonly Linked[] =>
  (importing.model.relationships ?? []).flatMap(
    (of, index) => importRelationship(importing, of, `${importing.place}relationships[${index}]`) ?? [],
  );

function importRelationship(importing: Importing, of: OssieRelationship, place: string): Linked | undefined {
  const { report, sources } = importing;
  const origin = { what: `relationship "${of.name}"`, place };
  tellUnused(of, origin, report);
  const [from, to] = [named(sources, of.from), named(sources, of.to)];
  if (from === undefined || to === undefined)
    return report.loss(origin, `"${from === undefined ? of.from : of.to}" is no dataset that is imported.`);
  if (of.from_columns.length !== of.to_columns.length)
    return report.loss(origin, 'Its two sides have different numbers of columns.');
  const isWhole =
    of.from_columns.every((column) => isThere(importing, from, column, origin)) &&
    of.to_columns.every((column) => isThere(importing, to, column, origin));
  const link = isWhole ? linkName(importing, of, from, to, origin) : undefined;
  if (link === undefined) return undefined;
  tellKey(importing, of, to, origin);
  const pairs = of.from_columns.map((own, at): [string, string] => [own, of.to_columns[at] ?? '']);
  const [[own, its] = ['', '']] = pairs;
  from.draft.links.set(link, {
    to: to.draft.dataset,
    on: pairs.length === 1 && own === its ? own : Object.fromEntries(pairs),
  });
  note(importing, from, `links ${link}`, origin);
  report.add('exact', origin, `Link "${link}": ${of.to}.x is ${link}.x.`);
  return { from, to, link };
}

/** A path reads as `customers.country` there, and so it does here; where several lead to one dataset, by their own names. */
function linkName(
  { model, report }: Importing,
  of: OssieRelationship,
  from: Source,
  to: Source,
  origin: { readonly what: string; readonly place: string },
): string | undefined {
  const alike = (model.relationships ?? []).filter((each) => each.from === of.from && each.to === of.to);
  const link = alike.length === 1 ? to.draft.dataset : nameHere(of.name, origin, report);
  return link !== undefined && from.draft.links.has(link)
    ? report.loss(origin, `Another link of "${of.from}" is called "${link}".`)
    : link;
}

/** Readers infer from keys how many rows meet; a relationship to what is no key is one to one row by its direction alone. */
function tellKey(
  { report }: Importing,
  { to_columns: reached }: OssieRelationship,
  { of, draft }: Source,
  origin: { readonly what: string; readonly place: string },
): void {
  const keys = [...(of.primary_key ? [of.primary_key] : []), ...(of.unique_keys ?? [])];
  if (keys.some((key) => areSame(key, reached))) return;
  report.add('guess', origin, `[${reached.join(', ')}] is no key of "${of.name}", and is taken to be unique there.`);
  if (draft.key.length === 0) draft.key = reached;
}
