import { COLUMN_NAME } from '../../definitions/names.js';
import { printSyntax } from '../../expressions/print-syntax.js';
import { type DatasetDraft, type Draft, described, fileOf } from '../draft.js';
import { isName } from '../names.js';
import type { Origin, Report } from '../report.js';
import type { DbtDimension, Manifest, SemanticModel } from './manifest.js';
import { dimensionsOf, entitiesOf, entityDimension, ownSql, type Source, type World } from './world.js';

/** A dataset for each semantic model, without its entries. */
export function sourcesOf({ semantic_models }: Manifest, report: Report): ReadonlyMap<string, Source> {
  const sources = new Map<string, Source>();
  for (const [index, model] of semantic_models.entries()) {
    const place = `semantic_models[${index}]`;
    const origin = { what: `semantic model "${model.name}"`, place };
    if (sources.has(model.name)) report.loss(origin, 'Another one has its name.');
    else if (isName(model.name, origin, report)) sources.set(model.name, { model, place, draft: emptyDraft(model) });
  }
  return sources;
}

const emptyDraft = (model: SemanticModel): DatasetDraft => ({
  dataset: model.name,
  head: { ...described(model), table: `${model.node_relation.schema_name}.${model.node_relation.alias}` },
  columns: new Map(),
  key: [],
  time: undefined,
  links: new Map(),
  dimensions: new Map(),
  metrics: new Map(),
});

/** Dimensions first, so that their columns are typed by them; then keys. */
export function importDataset(world: World, source: Source): void {
  const { model, place, draft } = source;
  const origin: Origin = { what: `semantic model "${model.name}"`, place };
  note(world.draft, fileOf(draft.dataset), origin);
  world.report.add(
    'exact',
    origin,
    `Dataset "${model.name}" over table ${String(draft.head.table)}${ofDatabase(model.node_relation.database)}.`,
  );
  for (const [index, dimension] of dimensionsOf(source).entries())
    importDimension(world, source, dimension, {
      what: `dimension "${model.name}.${dimension.name}"`,
      place: `${place}.dimensions[${index}]`,
    });
  importKey(world, source);
  const time = model.defaults?.agg_time_dimension ?? undefined;
  if (time !== undefined) draft.time = time;
}

const ofDatabase = (database: string | null | undefined): string =>
  database ? `; that it is in "${database}" is for the engine's profile to say` : '';

const note = (draft: Draft, path: string, origin: Origin): void => void draft.origins.set(path, origin);

function importDimension(world: World, source: Source, dimension: DbtDimension, origin: Origin): void {
  const { draft } = source;
  if (!isName(dimension.name, origin, world.report, COLUMN_NAME)) return;
  const grain = dimension.type_params?.time_granularity ?? 'day';
  const isInstant = ['hour', 'minute', 'second', 'millisecond', 'microsecond', 'nanosecond'].includes(grain);
  const use = dimension.type !== 'time' ? 'text' : isInstant ? 'instant' : 'time';
  const syntax = ownSql(world, source, dimension.expr ?? dimension.name, use, origin);
  if (syntax === undefined) return;
  const isColumn = syntax.kind === 'name' && syntax.path[0] === dimension.name;
  const words = { ...described(dimension), ...(isColumn ? {} : { expression: printSyntax(syntax) }) };
  note(world.draft, `${fileOf(draft.dataset)} dimensions ${dimension.name}`, origin);
  note(world.draft, `${fileOf(draft.dataset)} columns ${dimension.name}`, origin);
  draft.dimensions.set(dimension.name, words);
  world.report.add('exact', origin, `Dimension "${dimension.name}".`);
}

function importKey(world: World, source: Source): void {
  const { draft, place } = source;
  const entities = entitiesOf(source);
  const index = ['primary', 'natural', 'unique']
    .map((type) => entities.findIndex((each) => each.type === type))
    .find((at) => at >= 0);
  const entity = index === undefined ? undefined : entities[index];
  if (entity === undefined) return;
  const origin = { what: `entity "${source.model.name}.${entity.name}"`, place: `${place}.entities[${index}]` };
  const column = entityDimension(world, source, entity, origin);
  if (column === undefined) return;
  const starts = dimensionsOf(source).find(({ type_params }) => type_params?.validity_params?.is_start);
  if (entity.type === 'natural' && starts === undefined) return;
  draft.key = entity.type === 'natural' && starts ? [column, starts.name] : [column];
  note(world.draft, `${fileOf(draft.dataset)} key`, origin);
  world.report.add('exact', origin, `Key [${draft.key.join(', ')}].`);
}

/** Columns that nobody groups by in dbt are not offered here either. */
export function hideOthers(source: Source): void {
  const { draft } = source;
  const shown = new Set([
    ...dimensionsOf(source).map(({ name }) => name),
    ...entitiesOf(source).map(({ name, expr }) => expr ?? name),
    ...draft.key,
  ]);
  for (const column of draft.columns.keys())
    if (!shown.has(column) && !draft.dimensions.has(column)) draft.dimensions.set(column, { hidden: true });
}
