import { fileOf } from '../draft.js';
import { isName } from '../names.js';
import type { Entity } from './manifest.js';
import { dimensionsOf, entitiesOf, entityDimension, type Source, type World } from './world.js';

const REACHED = new Set(['primary', 'unique', 'natural']);

/** The semantic models whose rows an entity of another one leads to. */
const reachedBy = ({ sources }: World, from: Source, entity: string): readonly Source[] =>
  [...sources.values()].filter(
    (to) => to !== from && entitiesOf(to).some(({ name, type }) => name === entity && REACHED.has(type)),
  );

/** The entity's name is the role, unless several semantic models have it. */
const linkName = (entity: string, to: Source, all: readonly Source[]): string =>
  all.length === 1 ? entity : `${entity}_${to.model.name}`;

/** MetricFlow joins left, from any entity to a primary, unique or natural one: many to one. */
export function importLinks(world: World, source: Source): void {
  const { draft, model, place } = source;
  for (const [index, entity] of entitiesOf(source).entries()) {
    const origin = { what: `entity "${model.name}.${entity.name}"`, place: `${place}.entities[${index}]` };
    const own = entityDimension(world, source, entity, origin);
    if (own === undefined || entity.type === 'natural') continue;
    const reached = reachedBy(world, source, entity.name);
    for (const to of reached) {
      const other = entitiesOf(to).find(({ name }) => name === entity.name) as Entity;
      const its = entityDimension(world, to, other, origin);
      if (its === undefined) continue;
      const link = linkName(entity.name, to, reached);
      if (!isName(link, origin, world.report)) continue;
      const during = other.type === 'natural' ? validity(to) : undefined;
      if (other.type === 'natural' && during === undefined) {
        world.report.loss(origin, `"${to.model.name}" has a natural entity without validity_params.`);
        continue;
      }
      draft.links.set(link, {
        to: to.draft.dataset,
        on: own === its ? own : { [own]: its },
        ...(during && { during }),
      });
      world.draft.origins.set(`${fileOf(draft.dataset)} links ${link}`, origin);
      world.report.add('exact', origin, `Link "${link}" to "${to.model.name}": ${entity.name}__x is ${link}.x.`);
    }
  }
}

function validity(to: Source): readonly [string, string] | undefined {
  const find = (which: 'is_start' | 'is_end'): string | undefined =>
    dimensionsOf(to).find(({ type_params }) => type_params?.validity_params?.[which])?.name;
  const [from, until] = [find('is_start'), find('is_end')];
  return from && until ? [from, until] : undefined;
}

export type Found = { readonly path: readonly string[]; readonly at: Source } | { readonly lost: string };

/**
 * Where `entity__entity__element` leads from a dataset, along the links that were imported; `ends` says whether an element is
 * there. A semantic model's own elements are named by its primary entity.
 */
export function findElement(
  world: World,
  from: Source,
  entities: readonly string[],
  ends: (source: Source) => boolean,
): Found {
  const [entity, ...rest] = entities;
  if (entity === undefined)
    return ends(from) ? { path: [], at: from } : { lost: `"${from.model.name}" has no such element` };
  const primary = from.model.primary_entity ?? entitiesOf(from).find(({ type }) => type === 'primary')?.name;
  if (rest.length === 0 && entity === primary && ends(from)) return { path: [], at: from };
  const reached = reachedBy(world, from, entity);
  const ways = reached.flatMap((to) => {
    const link = linkName(entity, to, reached);
    if (!from.draft.links.has(link)) return [];
    const found = findElement(world, to, rest, ends);
    return 'lost' in found ? [] : [{ path: [link, ...found.path], at: found.at }];
  });
  const [way, ...others] = ways;
  if (way === undefined) return { lost: `from "${from.model.name}" nothing is found over entity "${entity}"` };
  return others.length === 0 ? way : { lost: `from "${from.model.name}" several ways lead over entity "${entity}"` };
}
