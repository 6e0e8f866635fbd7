import type { Model, Query } from './format.js';
import { datasetsOf } from './generate-query.js';
import type { Random } from './random.js';

/**
 * Some questions ask for the rows that have no partner over a link to many, or for those that have one; or that of an
 * attribute, which may be NULL itself.
 */
export function withPartners(random: Random, model: Model, query: Query): Query {
  const [wanted, none] = [random.chance(0.3), random.chance(0.75)];
  const [dataset, ...others] = query.dataset ? [query.dataset] : datasetsOf(model, query.metrics);
  const links = Object.entries(model.datasets[dataset ?? '']?.links ?? {});
  const [role, link] = links.find(([, { kind }]) => kind === 'one_to_many') ?? [];
  if (!wanted || others.length > 0 || link === undefined) return query;
  const attributes = Object.keys(model.datasets[link.to]?.dimensions ?? {});
  const of = random.chance(0.5) ? link.on[0]?.[1] : random.pick(attributes);
  const condition = { path: `${role}.${of}`, op: none ? 'is_null' : 'is_not_null' };
  return { ...query, where: [...(query.where ?? []), condition] };
}
