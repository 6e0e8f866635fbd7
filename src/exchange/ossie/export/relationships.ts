import type { Dataset, Link } from '../../../model/model.js';
import type { Report } from '../../report.js';
import type { OssieDataset, OssieRelationship } from '../document.js';
import { place } from './datasets.js';
import { type Shown, type ShownModel, waysBetween } from './naming.js';

/** Relationships are equal columns and left joins to one row. A link that is more, or less, is not carried over. */
export function exportLink(
  dataset: Dataset,
  link: Link,
  shown: ReadonlyMap<string, Pick<Shown, 'fields'>>,
  report: Report,
): OssieRelationship | undefined {
  const origin = { what: `link "${dataset.name}.${link.name}"`, place: place(dataset) };
  const lost = (why: string): undefined => report.loss(origin, `Left out of the plain part: ${why}.`);
  const isColumn = (of: string, name: string): boolean => shown.get(of)?.fields.get(name)?.isColumn === true;
  if (!shown.has(link.to)) return lost(`"${link.to}" is not there`);
  if (link.kind === 'one_to_many') return lost('a relationship leads to one row, and this to many');
  if (link.during !== null) return lost('a relationship knows no validity in time');
  if (link.join === 'inner') return lost('a relationship keeps rows without a partner, and this drops them');
  if (link.on.some(({ own, its }) => !isColumn(dataset.name, own) || !isColumn(link.to, its)))
    return lost('a relationship is between columns, and this is between expressions');
  if (link.default !== null)
    report.add('difference', origin, `Rows without a partner are shown as "${link.default}" here, and as NULL there.`);
  report.add('exact', origin, `Relationship "${relationshipName(dataset, link)}".`);
  return {
    name: relationshipName(dataset, link),
    from: dataset.name,
    to: link.to,
    from_columns: link.on.map(({ own }) => own),
    to_columns: link.on.map(({ its }) => its),
  };
}

const relationshipName = (dataset: Dataset, link: Link): string => `${dataset.name}_${link.name}`;

/** A link reaches one row, so what it reaches is unique: readers infer from keys how many rows meet. */
export function withUniqueKeys(dataset: OssieDataset, relationships: readonly OssieRelationship[]): OssieDataset {
  const primary = [...(dataset.primary_key ?? [])].sort().join();
  const keys = new Map<string, string[]>();
  for (const { to, to_columns } of relationships) {
    const key = [...to_columns].sort().join();
    if (to === dataset.name && key !== primary) keys.set(key, [...to_columns]);
  }
  const { description, ai_context, fields, ...head } = dataset;
  return {
    ...head,
    ...(keys.size > 0 && { unique_keys: [...keys.values()] }),
    ...(description !== undefined && { description }),
    ...(ai_context !== undefined && { ai_context }),
    ...(fields && { fields }),
  };
}

/** Where several relationships lead from one dataset to another, its readers cannot be told the role. */
export function tellSeveralWays(shown: ShownModel, report: Report): void {
  for (const [from, { dataset }] of shown) {
    const several = [...shown.keys()].filter((to) => to !== from && waysBetween(shown, from, to) > 1);
    if (several.length > 0)
      report.add(
        'difference',
        { what: `dataset "${from}"`, place: place(dataset) },
        `Several ways lead from here to ${several.map((to) => `"${to}"`).join(', ')}: a path names its role here, and there nothing does.`,
      );
  }
}
