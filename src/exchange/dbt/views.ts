import { described, viewFileOf } from '../draft.js';
import { isName } from '../names.js';
import type { Origin } from '../report.js';
import { readCalls } from './calls.js';
import { elementOf } from './filter.js';
import { findElement } from './links.js';
import type { SavedQuery } from './manifest.js';
import type { Imported, Metrics } from './metrics.js';
import { dimensionsOf, entitiesOf, entityDimension, type Source, type World } from './world.js';

/** A saved query as a view: its metrics and dimensions with a typed field. Rows, order and grain are the question's to say. */
export function importView(metrics: Metrics, query: SavedQuery, origin: Origin): void {
  const { world } = metrics;
  const { report } = world;
  if (!isName(query.name, origin, report)) return;
  const { metrics: names, group_by, where, order_by, limit } = query.query_params;
  if (where && where.where_filters.length > 0)
    return void report.loss(origin, 'It has a filter, and a view has none: as a view it would show other rows.');
  const imported = (names ?? []).map((name) => metrics.needed(name, origin));
  if (imported.length === 0 || imported.includes(undefined)) return;
  const sources = [...new Set((imported as Imported[]).flatMap(({ below }) => below.map((each) => each.source)))];
  const dimensions = new Map<string, unknown>();
  for (const item of group_by ?? []) {
    const path = readItem(world, item, sources, origin);
    if (path === undefined) return;
    if (path === 'metric_time') continue;
    if (dimensions.has(path.name)) return void report.loss(origin, `Two of its dimensions are called "${path.name}".`);
    dimensions.set(path.name, path.path);
  }
  world.draft.views.set(query.name, {
    view: query.name,
    ...described(query),
    metrics: names ?? [],
    dimensions: Object.fromEntries(dimensions),
  });
  world.draft.origins.set(viewFileOf(query.name), origin);
  report.add('exact', origin, `View "${query.name}".`);
  if (order_by?.length || typeof limit === 'number')
    report.loss(origin, 'Its order_by and limit: questions say theirs.');
  if (query.exports?.length) report.loss(origin, 'Its exports: nothing is written to tables here.');
}

type Item = 'metric_time' | { readonly name: string; readonly path: string | Readonly<Record<string, string>> };

/** A dimension by its own name, with a path for each dataset where they differ. */
function readItem(world: World, item: string, sources: readonly Source[], origin: Origin): Item | undefined {
  const lost = (why: string): undefined => world.report.loss(origin, `"${item}" in its group_by: ${why}.`);
  const calls = readCalls(item);
  const said = calls?.[0] && elementOf(calls[0]);
  if (calls?.[0] === undefined || said === undefined) return lost('it is not understood');
  if (said.element === 'metric_time' && said.entities.length === 0) return 'metric_time';
  const isEntity = calls[0].name === 'Entity';
  const paths = new Map<string, string>();
  for (const source of sources) {
    const found = findElement(world, source, said.entities, (at) =>
      (isEntity ? entitiesOf(at) : dimensionsOf(at)).some(({ name }) => name === said.element),
    );
    if ('lost' in found) return lost(found.lost);
    const entity = isEntity ? entitiesOf(found.at).find(({ name }) => name === said.element) : undefined;
    const last = entity ? entityDimension(world, found.at, entity, origin) : said.element;
    if (last === undefined) return undefined;
    paths.set(source.draft.dataset, [...found.path, last].join('.'));
  }
  const all = new Set(paths.values());
  return { name: said.element, path: all.size === 1 ? ([...all][0] as string) : Object.fromEntries(paths) };
}
