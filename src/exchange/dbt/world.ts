import { printSyntax } from '../../expressions/print-syntax.js';
import type { Syntax } from '../../expressions/syntax.js';
import type { Use } from '../column-uses.js';
import { declareColumns, type KnownType } from '../columns.js';
import { type DatasetDraft, type Draft, described, fileOf } from '../draft.js';
import { name, readSql } from '../expression.js';
import { isName } from '../names.js';
import type { Origin, Report } from '../report.js';
import { type Catalog, typeIn } from './catalog.js';
import type { Aggregation, DbtDimension, Entity, Manifest, SemanticModel } from './manifest.js';

/** A semantic model and the dataset that it becomes. */
export interface Source {
  readonly model: SemanticModel;
  readonly place: string;
  readonly draft: DatasetDraft;
}

/** Everything that the parts of an import look things up in. */
export interface World {
  readonly manifest: Manifest;
  readonly catalog: Catalog | undefined;
  readonly report: Report;
  readonly draft: Draft;
  readonly sources: ReadonlyMap<string, Source>;
}

export const entitiesOf = ({ model }: Source): readonly Entity[] => model.entities ?? [];
export const dimensionsOf = ({ model }: Source): readonly DbtDimension[] => model.dimensions ?? [];

/** SQL of an element over the columns of its own table: declared, and as a tree. */
export function ownSql(world: World, source: Source, sql: string, use: Use, origin: Origin): Syntax | undefined {
  const { report, catalog } = world;
  const syntax = readSql(sql, origin, report);
  const typeOf = (column: string): KnownType => typeIn(catalog, String(source.draft.head.table), column);
  return syntax && declareColumns(source.draft, syntax, { use, origin, report, typeOf }) ? syntax : undefined;
}

/** The entity's value as a dimension of this dataset: its column, or an expression under the entity's name. */
export function entityDimension(world: World, source: Source, entity: Entity, origin: Origin): string | undefined {
  const syntax = ownSql(world, source, entity.expr ?? entity.name, 'key', origin);
  if (syntax === undefined) return undefined;
  if (syntax.kind === 'name') return syntax.path[0];
  return namedDimension(world, source, entity, syntax, origin);
}

/** The dimensions that say the same entity in both datasets; conversions and METRIC need one name for both. */
export function sharedEntity(
  world: World,
  sources: readonly Source[],
  entityName: string,
  origin: Origin,
): string | undefined {
  const found = sources.map((source) => entitiesOf(source).find(({ name }) => name === entityName));
  const columns = sources.map((source, index) => found[index] && entityDimension(world, source, found[index], origin));
  if (columns.some((column) => column === undefined))
    return world.report.loss(origin, `Entity "${entityName}" is not there in all of its semantic models.`);
  if (new Set(columns).size === 1) return columns[0];
  for (const [index, source] of sources.entries()) {
    const entity = found[index] as Entity;
    if (namedDimension(world, source, entity, name(columns[index] as string), origin) === undefined) return undefined;
  }
  return entityName;
}

function namedDimension(
  { report, draft }: World,
  source: Source,
  entity: Entity,
  syntax: Syntax,
  origin: Origin,
): string | undefined {
  if (!isName(entity.name, origin, report)) return undefined;
  const expression = printSyntax(syntax);
  const there = source.draft.dimensions.get(entity.name);
  if ((there && there.expression !== expression) || (!there && source.draft.columns.has(entity.name)))
    return report.loss(
      origin,
      `Entity "${entity.name}" needs a dimension of that name in "${source.model.name}", which is taken.`,
    );
  source.draft.dimensions.set(entity.name, { expression, ...described(entity) });
  draft.origins.set(`${fileOf(source.draft.dataset)} dimensions ${entity.name}`, origin);
  return entity.name;
}

/** What is aggregated, and of which semantic model: a measure, or the parameters of a metric in the newer manifests. */
export interface Measured {
  readonly source: Source;
  readonly of: Aggregation;
  readonly name: string;
  readonly place: string;
}

export function measureNamed({ sources }: World, measure: string): Measured | undefined {
  for (const source of sources.values()) {
    const index = (source.model.measures ?? []).findIndex(({ name }) => name === measure);
    const of = source.model.measures?.[index];
    if (of) return { source, of, name: measure, place: `${source.place}.measures[${index}]` };
  }
  return undefined;
}

/** The time that a measure goes by. */
export const timeOf = ({ source, of }: Measured): string | undefined =>
  of.agg_time_dimension ?? source.model.defaults?.agg_time_dimension ?? undefined;
