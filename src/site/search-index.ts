import MiniSearch, { type Options } from 'minisearch';
import { addressesFrom } from './addresses.js';
import { byName, type Catalogue } from './catalogue.js';

/** What can be found: a page, or a place in one. */
export interface Found {
  readonly id: number;
  readonly name: string;
  readonly label: string;
  readonly kind: string;
  readonly href: string;
  readonly description: string;
  readonly owner: string;
  readonly tags: string;
  /** Names that a metric had before. */
  readonly former: string;
}

const NONE: readonly string[] = [];

/** The browser loads the index with the same options: names are parted at _ by MiniSearch itself. */
export const OPTIONS: Options<Found> = {
  fields: ['name', 'label', 'kind', 'description', 'owner', 'tags', 'former'],
  storeFields: ['name', 'label', 'kind', 'href', 'description'],
  searchOptions: { prefix: true, fuzzy: 0.2, combineWith: 'AND', boost: { name: 4, label: 4, tags: 2, owner: 2 } },
};

/** As a script, for a page that was opened from a disk may not fetch. */
export function searchIndexScript(catalogue: Catalogue): string {
  const index = new MiniSearch(OPTIONS);
  index.addAll(foundIn(catalogue));
  const json = JSON.stringify({ index: JSON.stringify(index), options: OPTIONS });
  return `globalThis.grainlineSearch = ${json.replaceAll('<', '\\u003c')};\n`;
}

function foundIn({ model, metrics }: Catalogue): readonly Found[] {
  const to = addressesFrom('');
  const text = (value: string | null): string => value ?? '';
  const datasets = [...model.datasets.values()].sort(byName);
  const things = [
    ...metrics.map((metric) => ({
      ...metric,
      kind: 'metric',
      href: to.metric(metric.name),
      former: [...metric.aliases.keys()],
    })),
    ...[...model.views.values()]
      .sort(byName)
      .map((view) => ({ ...view, kind: 'view', href: to.view(view.name), former: NONE })),
    ...datasets.map((dataset) => ({ ...dataset, kind: 'dataset', href: to.dataset(dataset.name), former: NONE })),
    ...datasets.flatMap((dataset) =>
      [...dataset.dimensions.values()]
        .filter(({ hidden }) => !hidden)
        .map((dimension) => ({
          ...dimension,
          kind: `dimension of ${dataset.name}`,
          href: to.dataset(dataset.name, `dimension-${dimension.name}`),
          former: NONE,
        })),
    ),
  ];
  return things.map(({ name, label, kind, href, description, owner, tags, former }, id) => ({
    id,
    name,
    label,
    kind,
    href,
    description: text(description),
    owner: text(owner),
    tags: tags.join(' '),
    former: former.join(' '),
  }));
}
