import type { Definitions } from '../../definitions/definitions.js';
import { byPlace } from '../../problems/by-place.js';
import type { Place } from '../../problems/problem.js';

/** Whoever answers for something in a file; without an owner it is the default's. */
export interface Owned {
  readonly owner: string | undefined;
  readonly at: Place;
}

/** Files by path, each with its owners in the order of the file. A metric without an owner of its own is its dataset's. */
export function fileOwners({ datasets, views, spines, calendars }: Definitions): ReadonlyMap<string, readonly Owned[]> {
  const all: Owned[] = [
    ...[...datasets, ...views].map(({ owner, name }) => ({ owner, at: name.at })),
    ...datasets.flatMap(({ metrics }) =>
      metrics.flatMap(({ owner, name }) => (owner === undefined ? [] : [{ owner, at: name.at }])),
    ),
    ...spines.map(({ table }) => ({ owner: undefined, at: table.at })),
    ...calendars.map(({ name }) => ({ owner: undefined, at: name.at })),
  ];
  const files = new Map<string, Owned[]>();
  for (const owned of all.sort(byPlace)) files.set(owned.at.file, [...(files.get(owned.at.file) ?? []), owned]);
  return files;
}
