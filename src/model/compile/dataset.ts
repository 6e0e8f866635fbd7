import type {
  CacheDefinition,
  DatasetDefinition,
  Described as DescribedDefinition,
  DimensionDefinition,
  LifecycleDefinition,
} from '../../definitions/definitions.js';
import { type DataType, isSketch } from '../../expressions/data-type.js';
import { column } from '../../expressions/scalar.js';
import { didYouMean, listNames } from '../../problems/did-you-mean.js';
import type { Located } from '../../problems/problem.js';
import { type Lifetime, readDuration } from '../../time/lifetime.js';
import type { Dataset, Described, Dimension, Lifecycle, Link } from '../model.js';
import type { Problems } from '../problems.js';
import { sketchIsNoValue } from '../sketches.js';
import type { KnownTables } from './known-tables.js';
import { compilePartitions } from './partitions.js';
import { bindText, columnScope } from './scope.js';
import { type CompileOptions, compileSelect } from './select-dataset.js';

/** `streaming_hours` reads as "Streaming hours" where nobody gave a label. */
export const described = (name: string, definition: DescribedDefinition): Described => ({
  label: definition.label ?? (name.charAt(0).toUpperCase() + name.slice(1)).replaceAll('_', ' '),
  description: definition.description ?? null,
  owner: definition.owner ?? null,
  tags: definition.tags ?? [],
});

/** A thing without a state of its own has that of what it lives in, where that is no certificate. */
export function lifecycle(definition: LifecycleDefinition, home?: Lifecycle): Lifecycle {
  const own = definition.state ?? null;
  const inherits = own === null && home !== undefined && home.state !== 'certified';
  const { until, use, because } = definition.deprecated ?? {};
  return {
    state: inherits ? home.state : own,
    deprecated: inherits
      ? home.deprecated && { ...home.deprecated, use: null } // a dataset stands in for a dataset, not for its metrics
      : own === 'deprecated'
        ? { until: until?.value ?? null, use: use?.value ?? null, because: because ?? null }
        : null,
    tier: definition.tier ?? home?.tier ?? null,
    domain: definition.domain ?? home?.domain ?? null,
  };
}

export function compileDataset(
  definition: DatasetDefinition,
  tables: KnownTables,
  options: CompileOptions,
  problems: Problems,
): Dataset {
  const name = definition.name.value;
  const declared = new Map<string, DataType>(definition.columns.map((each) => [each.name.value, each.type.value]));
  const { select, columns } = definition.sql
    ? compileSelect(definition, definition.sql, tables, options, problems)
    : { select: null, columns: declared };
  const dimensions = compileDimensions(definition, columns, problems);
  const known = (which: Located<string>, what: string): boolean => {
    if (dimensions.has(which.value)) return true;
    const type = columns.get(which.value);
    if (type !== undefined && isSketch(type)) problems.add(sketchIsNoValue(what, which, type));
    else
      problems.add({
        code: 'UNKNOWN_COLUMN',
        at: which.at,
        message: `${what} "${which.value}" is neither a column nor a dimension of "${name}".`,
        hint: didYouMean(which.value, dimensions.keys()) ?? `It has: ${listNames(dimensions.keys())}.`,
      });
    return false;
  };
  return {
    name,
    ...described(name, definition),
    ...lifecycle(definition),
    table: definition.table?.value ?? null,
    select,
    columns,
    key: definition.key.filter((each) => known(each, 'Key')).map((each) => each.value),
    time:
      definition.time !== undefined && known(definition.time, 'Time') && isTime(definition.time, dimensions, problems)
        ? definition.time.value
        : null,
    partitions: compilePartitions(definition, { name, columns, dimensions }, problems),
    ...(definition.cache && { cache: lifetimeOf(definition.cache) }),
    links: compileLinks(definition, problems),
    dimensions,
    segments: new Map(),
    rollups: new Map(),
    at: definition.name.at,
  };
}

/** What is said of periods in general holds for those that are over too. */
function lifetimeOf(said: CacheDefinition): Partial<Lifetime> {
  const all = { ...said, closedMaxAge: said.closedMaxAge ?? said.maxAge };
  return Object.fromEntries(
    Object.entries(all).flatMap(([key, text]) => (text === undefined ? [] : [[key, readDuration(text)]])),
  );
}

function isTime(time: Located<string>, dimensions: ReadonlyMap<string, Dimension>, problems: Problems): boolean {
  const type = dimensions.get(time.value)?.type;
  if (type === 'date' || type === 'timestamp') return true;
  problems.add({
    code: 'TYPE_MISMATCH',
    at: time.at,
    message: `Time "${time.value}" is ${type}, not a date or timestamp.`,
  });
  return false;
}

/** Each column of values is a dimension of its own, unless a dimension of that name says otherwise. */
function compileDimensions(
  definition: DatasetDefinition,
  columns: ReadonlyMap<string, DataType>,
  problems: Problems,
): Map<string, Dimension> {
  const dimensions = new Map<string, Dimension>();
  const declared = new Set(definition.columns.map((each) => each.name.value));
  // What a SELECT gives beyond the columns that are declared serves expressions, not the reader
  for (const [name, type] of columns)
    if (!isSketch(type))
      dimensions.set(name, { ...plainDimension(name, type), hidden: declared.size > 0 && !declared.has(name) });
  const said = new Map<string, DimensionDefinition>();
  for (const each of definition.dimensions) {
    if (!problems.firstOf('dimension', each.name, said.get(each.name.value)?.name.at)) continue;
    said.set(each.name.value, each);
    const dimension = compileDimension(definition, each, columns, problems);
    if (dimension !== null) dimensions.set(dimension.name, dimension);
  }
  return dimensions;
}

const plainDimension = (name: string, type: DataType): Dimension => ({
  name,
  ...described(name, {}),
  type,
  expression: column('', name, type),
  values: null,
  hidden: false,
});

function compileDimension(
  dataset: DatasetDefinition,
  definition: DimensionDefinition,
  columns: ReadonlyMap<string, DataType>,
  problems: Problems,
): Dimension | null {
  const name = definition.name.value;
  const scope = columnScope(columns, dataset.name.value);
  const bound = definition.expression ? bindText(definition.expression, scope) : scope.name([name], false, 0);
  if (!('kind' in bound)) {
    problems.add(
      'at' in bound
        ? bound
        : {
            ...bound,
            code: 'UNKNOWN_COLUMN',
            at: definition.name.at,
            hint: bound.hint ?? 'Give it an expression:, or declare the column.',
          },
    );
    return null;
  }
  if (isSketch(bound.type)) {
    problems.add(sketchIsNoValue('Dimension', definition.name, bound.type));
    return null;
  }
  const type = definition.type?.value ?? bound.type;
  const expression = type === bound.type ? bound : ({ kind: 'call', name: 'cast', args: [bound], type } as const);
  return {
    name,
    ...described(name, definition),
    type,
    expression,
    values: definition.values ?? null,
    hidden: definition.hidden,
  };
}

/** Links are looked up by the checks, once every dataset is known. */
function compileLinks(definition: DatasetDefinition, problems: Problems): Map<string, Link> {
  const links = new Map<string, Link>();
  for (const link of definition.links) {
    if (links.has(link.name.value)) {
      problems.firstOf('link', link.name, link.name.at);
      continue;
    }
    links.set(link.name.value, {
      name: link.name.value,
      to: link.to.value,
      on: link.on.map((each) => ({ own: each.own.value, its: each.its.value })),
      kind: link.many ? 'one_to_many' : 'many_to_one',
      join: link.join,
      default: link.default?.value ?? null,
      during: link.during ? { from: link.during.from.value, to: link.during.to.value, asOf: link.during.asOf } : null,
    });
  }
  return links;
}
