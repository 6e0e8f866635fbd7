import type { Model, Query } from './format.js';
import { datasetsOf } from './generate-query.js';
import type { Random } from './random.js';

/** Beside an attribute of what a link leads to, some questions ask for the key that the link goes by. */
export function withKey(random: Random, model: Model, query: Query): Query {
  const wanted = random.chance(0.4);
  const keys = query.dimensions.flatMap(({ path }) => keyBeside(model, query, path ?? ''));
  const taken = query.dimensions.map(({ path }) => path);
  const key = keys.find((each) => !taken.includes(each));
  if (!wanted || key === undefined || query.top) return query;
  return {
    ...query,
    dimensions: [...query.dimensions, { as: 'key', path: key }],
    ...(query.order && { order: [...query.order, { by: 'key', dir: 'asc', nulls: 'last' }] }),
  };
}

/** Of links by one column; a label on what is no text is left open. */
function keyBeside(model: Model, query: Query, path: string): readonly string[] {
  const [role = '', attribute, ...more] = path.split('.');
  if (attribute === undefined || more.length > 0) return [];
  const datasets = query.dataset ? [query.dataset] : datasetsOf(model, query.metrics);
  const links = datasets.map((name) => model.datasets[name]?.links[role]);
  const [pair, ...pairs] = links[0]?.on ?? [];
  const isPlain = links.every((link) => link?.kind === 'many_to_one' && link.default === undefined && !link.during);
  return pair && pairs.length === 0 && isPlain ? [`${role}.${pair[1]}`] : [];
}
