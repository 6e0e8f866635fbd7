import type { Syntax } from '../../expressions/syntax.js';
import { GRAINS } from '../../time/grain.js';
import { allOf, call, name, readSql, replaced, text } from '../expression.js';
import type { Origin } from '../report.js';
import { type Call, readCalls } from './calls.js';
import { findElement } from './links.js';
import type { Filter } from './manifest.js';
import { dimensionsOf, entitiesOf, entityDimension, type Source, sharedEntity, type World } from './world.js';

/** What a condition is about: the rows of a dataset, and what its metric_time is there. */
export interface Rows {
  readonly source: Source;
  /** Undefined where metric_time cannot be said by a dimension of the rows. */
  readonly time: string | undefined;
  /** The dataset in which a metric is asked by its name; undefined where it could not be imported. */
  readonly metricSource: (metric: string) => Source | undefined;
}

/**
 * dbt's filter templates as one condition: the objects in braces become names, the SQL around them is parsed.
 * @returns the condition, nothing where there is none, or `lost`, with the report's line written
 */
export function readFilter(world: World, filter: Filter, rows: Rows, origin: Origin): Syntax | undefined | 'lost' {
  const conditions: Syntax[] = [];
  for (const { where_sql_template } of filter?.where_filters ?? []) {
    const condition = readTemplate(world, where_sql_template, rows, origin);
    if (condition === undefined) return 'lost';
    conditions.push(condition);
  }
  return allOf(conditions);
}

const BRACES = /\{\{(.*?)\}\}/gs;
const HOLE = /^grainline_hole_(\d+)$/;

function readTemplate(world: World, template: string, rows: Rows, origin: Origin): Syntax | undefined {
  const { report } = world;
  const objects: string[] = [];
  const sql = template.replace(BRACES, (_, object: string) => ` grainline_hole_${objects.push(object) - 1} `);
  if (/\{[{%#]/.test(sql)) return report.loss(origin, `Its filter has Jinja that is not understood: ${template}`);
  const parsed = readSql(sql.trim(), origin, report, template);
  if (parsed === undefined) return undefined;
  let lost: string | undefined;
  const resolved = replaced(parsed, (node) => {
    if (node.kind !== 'name') return undefined;
    const hole = HOLE.exec(node.path.join('.'))?.[1];
    const found =
      hole === undefined
        ? { lost: `"${node.path.join('.')}" is no element of a semantic model` }
        : readObject(world, objects[Number(hole)] ?? '', rows, origin);
    if (!('lost' in found)) return found;
    lost ??= found.lost;
    return node;
  });
  return lost === undefined ? resolved : report.loss(origin, `Its filter is not understood, ${lost}: ${template}`);
}

type Resolved = Syntax | { readonly lost: string };

function readObject(world: World, source: string, rows: Rows, origin: Origin): Resolved {
  const calls = readCalls(source);
  const [object, ...methods] = calls ?? [];
  if (object === undefined) return { lost: `{{${source}}} is no call` };
  switch (object.name) {
    case 'Dimension':
    case 'TimeDimension':
      return readDimension(world, object, methods, rows);
    case 'Entity':
      return methods.length === 0 ? readEntity(world, object, rows, origin) : { lost: `{{${source}}} has a method` };
    case 'Metric':
      return methods.length === 0 ? readMetric(world, object, rows, origin) : { lost: `{{${source}}} has a method` };
    default:
      return { lost: `{{${source}}} is none of Dimension, TimeDimension, Entity, Metric` };
  }
}

/** `user__country` with an `entity_path` before it, as entities and an element. */
export function elementOf({
  args,
  named,
}: Call): { readonly entities: readonly string[]; readonly element: string } | undefined {
  const [said = named.get('name')] = args;
  const path = named.get('entity_path') ?? [];
  if (typeof said !== 'string' || typeof path === 'boolean') return undefined;
  const steps = said.toLowerCase().split('__');
  const element = steps.pop() ?? '';
  const before = typeof path === 'string' ? [path] : path;
  return { entities: [...before.flatMap((each) => each.split('__')), ...steps], element };
}

const PARTS: Readonly<Record<string, string>> = {
  year: 'year',
  quarter: 'quarter',
  month: 'month',
  day: 'day',
  dow: 'day_of_week',
  doy: 'day_of_year',
};

const KNOWN_KEYS = new Set(['name', 'entity_path', 'time_granularity_name', 'date_part_name']);

function readDimension(world: World, object: Call, methods: readonly Call[], rows: Rows): Resolved {
  const said = elementOf(object);
  const unknown =
    [...object.named.keys()].find((key) => !KNOWN_KEYS.has(key)) ??
    methods.find(({ name }) => !['grain', 'date_part'].includes(name))?.name;
  if (said === undefined || unknown !== undefined)
    return { lost: unknown ? `"${unknown}" has no meaning here` : 'a dimension has no name' };
  const isMetricTime = said.element === 'metric_time' && said.entities.length === 0;
  const found = isMetricTime
    ? rows.time === undefined
      ? { lost: 'metric_time is filtered after windows, offsets or conversions there, and rows are filtered here' }
      : { path: [], at: rows.source }
    : findElement(world, rows.source, said.entities, (at) =>
        dimensionsOf(at).some(({ name }) => name === said.element),
      );
  if ('lost' in found) return found;
  const element = isMetricTime ? (rows.time ?? '') : said.element;
  const dimension = dimensionsOf(found.at).find(({ name }) => name === element);
  const path = name(...found.path, element);
  const method = (which: string): unknown => methods.find(({ name }) => name === which)?.args[0];
  const part = method('date_part') ?? object.named.get('date_part_name');
  if (typeof part === 'string') {
    const ours = PARTS[part.toLowerCase()];
    return ours === undefined ? { lost: `the part "${part}" is unknown` } : call('extract', [text(ours), path]);
  }
  if (dimension?.type !== 'time')
    return object.name === 'Dimension' && methods.length === 0 ? path : { lost: `"${element}" is no time` };
  const grain =
    method('grain') ??
    object.args[1] ??
    object.named.get('time_granularity_name') ??
    dimension.type_params?.time_granularity ??
    'day';
  if (typeof grain !== 'string') return { lost: 'its grain is no text' };
  const unit = grain.toLowerCase();
  if (!(GRAINS as readonly string[]).includes(unit)) return { lost: `the grain "${grain}" is custom` };
  return unit === 'day' && found.at.draft.columns.get(element) === 'date' ? path : call('period', [text(unit), path]);
}

function readEntity(world: World, object: Call, rows: Rows, origin: Origin): Resolved {
  const said = elementOf(object);
  if (said === undefined) return { lost: 'an entity has no name' };
  const found = findElement(world, rows.source, said.entities, (at) =>
    entitiesOf(at).some(({ name }) => name === said.element),
  );
  if ('lost' in found) return found;
  const entity = entitiesOf(found.at).find(({ name }) => name === said.element);
  const dimension = entity && entityDimension(world, found.at, entity, origin);
  return dimension === undefined
    ? { lost: `entity "${said.element}" is no dimension` }
    : name(...found.path, dimension);
}

/** The metric over all data for the entity of the row. */
function readMetric(world: World, object: Call, rows: Rows, origin: Origin): Resolved {
  const [metric, groupBy = object.named.get('group_by')] = object.args;
  const groups = typeof groupBy === 'object' ? groupBy : [];
  const [entity] = groups;
  if (typeof metric !== 'string' || entity === undefined || groups.length > 1 || entity.includes('__'))
    return { lost: 'a metric is asked for by one entity of the row' };
  const other = rows.metricSource(metric);
  if (other === undefined) return { lost: `metric "${metric}" is not imported` };
  const shared = sharedEntity(world, [...new Set([rows.source, other])], entity, origin);
  return shared === undefined
    ? { lost: `entity "${entity}" is not common` }
    : call('metric', [name(metric), name(shared)]);
}
