import { type DatasetRow, rowsOf } from './datasets.js';
import type { Link, Model } from './format.js';
import type { Walk } from './paths.js';
import { sure } from './refused.js';
import { compareValues, type Day, type Value } from './values.js';

/** One row together with the partner it meets over each link in use; undefined where it meets none. */
export interface Pair {
  row: DatasetRow;
  partners: ReadonlyMap<string, DatasetRow | undefined>;
}

/** The day as of which a link looks at a history (J6, J6a). */
export type DayFor = (during: NonNullable<Link['during']>) => Day | null;

const isEqual = (a: Value | undefined, b: Value | undefined): boolean =>
  a != null && b != null && compareValues(a, b) === 0;

function isValid(link: Link, partner: DatasetRow, dayFor: DayFor): boolean {
  if (!link.during) return true;
  const day = dayFor(link.during);
  const from = partner.dimensions[link.during.from] ?? null;
  const to = partner.dimensions[link.during.to] ?? null;
  if (day === null || from === null) return false;
  return compareValues(from, day) <= 0 && (to === null || compareValues(day, to) < 0);
}

/**
 * All pairs of a row over the links of some walks (J1 to J6, J10). The same prefix is the same join, another prefix
 * another one (J2). No pair is left where an inner link meets nobody.
 */
export function pairsOf(model: Model, row: DatasetRow, walks: readonly Walk[], dayFor: DayFor): Pair[] {
  const used = new Map<string, Walk['links'][number]>();
  for (const { links, own } of walks) if (own === undefined) for (const step of links) used.set(step.prefix, step);
  const inOrder = [...used.values()].sort((a, b) => a.prefix.split('.').length - b.prefix.split('.').length);
  let pairs: Pair[] = [{ row, partners: new Map() }];
  for (const { prefix, parent, link } of inOrder) {
    pairs = pairs.flatMap((pair): Pair[] => {
      const from = parent === '' ? row : pair.partners.get(parent);
      const partners = from
        ? rowsOf(model, link.to).filter(
            (partner) =>
              link.on.every(([own, its]) => isEqual(from.dimensions[own], partner.dimensions[its])) &&
              isValid(link, partner, dayFor),
          )
        : [];
      if (partners.length === 0) {
        return link.join === 'inner' ? [] : [{ row, partners: new Map(pair.partners).set(prefix, undefined) }];
      }
      return partners.map((partner) => ({ row, partners: new Map(pair.partners).set(prefix, partner) }));
    });
  }
  return pairs;
}

/** The value at the end of a walk; a default label stands in where the last link reaches nobody (J4). */
export function valueAt(pair: Pair, { links, dimension, type, own }: Walk): Value {
  if (own !== undefined) return pair.row.dimensions[own] ?? null;
  const last = links.at(-1);
  if (!last) return pair.row.dimensions[dimension] ?? null;
  const partner = pair.partners.get(last.prefix);
  if (partner) return sure(partner.dimensions[dimension]);
  return type === 'text' ? (last.link.default ?? null) : null;
}
