import type { Syntax } from '../../../expressions/syntax.js';
import type { Use } from '../../column-uses.js';
import { type DatasetDraft, type Draft, described, fileOf } from '../../draft.js';
import { nameHere } from '../../names.js';
import type { Origin, Report } from '../../report.js';
import type { OssieDataset, OssieField, OssieModel } from '../document.js';

/** A dataset there, and the one that it becomes here. */
export interface Source {
  readonly of: OssieDataset;
  readonly place: string;
  readonly draft: DatasetDraft;
  readonly fields: Map<string, Field>;
}

/** What a field means over the columns of its own table. */
export interface Field {
  readonly of: OssieField;
  readonly syntax: Syntax;
}

/** Everything that the parts of an import look things up in. */
export interface Importing {
  readonly model: OssieModel;
  /** `semantic_model[0].`, or nothing where the model is the document. */
  readonly place: string;
  readonly report: Report;
  readonly draft: Draft;
  readonly sources: ReadonlyMap<string, Source>;
  /** What metrics do with fields, by `dataset.field` in lower case: types that nobody says are guessed from this. */
  readonly uses: ReadonlyMap<string, Use>;
}

/** The thing of that name; names without quotes are the same in upper and lower case. */
export function named<T>(things: ReadonlyMap<string, T>, name: string): T | undefined {
  const exact = things.get(name);
  if (exact !== undefined) return exact;
  const [found, other] = [...things].filter(([each]) => each.toLowerCase() === name.toLowerCase());
  return other === undefined ? found?.[1] : undefined;
}

const PART = /^(?:[A-Za-z_][A-Za-z0-9_]*|"[A-Za-z_][A-Za-z0-9_]*"|`[A-Za-z_][A-Za-z0-9_]*`)$/;

/** A dataset for each of the model that is made of a table, without its entries yet. */
export function sourcesOf(
  { datasets }: OssieModel,
  place: string,
  taken: ReadonlyMap<string, unknown>,
  report: Report,
): ReadonlyMap<string, Source> {
  const sources = new Map<string, Source>();
  for (const [index, of] of datasets.entries()) {
    const origin = { what: `dataset "${of.name}"`, place: `${place}datasets[${index}]` };
    const dataset = nameHere(of.name, origin, report);
    const table = dataset && tableOf(of, origin, report);
    if (dataset === undefined || table === undefined) continue;
    if (taken.has(dataset) || [...sources.values()].some(({ draft }) => draft.dataset === dataset))
      report.loss(origin, 'Another one has its name.');
    else sources.set(of.name, { of, place: origin.place, draft: emptyDraft(dataset, table, of), fields: new Map() });
  }
  return sources;
}

function tableOf({ source }: OssieDataset, origin: Origin, report: Report): string | undefined {
  const parts = source.trim().split('.');
  if (parts.length > 3 || !parts.every((part) => PART.test(part)))
    return report.loss(origin, 'Its source is no table: a query is made a view of the database, or sql: of a dataset.');
  const names = parts.map((part) => part.replace(/^["`]|["`]$/g, ''));
  const table = names.slice(-2).join('.');
  report.add(
    'exact',
    origin,
    `Dataset over table ${table}${names.length > 2 ? `; that it is in "${names[0]}" is for the engine's profile to say` : ''}.`,
  );
  return table;
}

const emptyDraft = (dataset: string, table: string, of: OssieDataset): DatasetDraft => ({
  dataset,
  head: { ...described({ name: dataset, description: of.description }), table },
  columns: new Map(),
  key: [],
  time: undefined,
  links: new Map(),
  dimensions: new Map(),
  metrics: new Map(),
});

export const note = ({ draft }: Pick<Importing, 'draft'>, { draft: of }: Source, path: string, origin: Origin): void =>
  void draft.origins.set(`${fileOf(of.dataset)}${path && ` ${path}`}`, origin);
