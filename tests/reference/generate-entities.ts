import type { Feature } from './features.js';
import type { Condition, Model, Query } from './format.js';
import { isSteady } from './generate-metrics.js';
import { comparisonFor, type Reach, sharedReach, valuesAt } from './generate-places.js';
import { datasetsOf } from './generate-query.js';
import { movesInTime } from './moves.js';
import type { Random } from './random.js';

const TABLES: readonly string[] = ['order', 'visit'];
/** What has entities, and what is told of one of them by its key. */
const ENTITIES: Readonly<Record<string, readonly string[]>> = {
  user_id: ['user_id', 'user.tier', 'user.country', 'user.home.order'],
  item: ['item', 'product.category'],
  'user.tier': ['user.tier'],
};

/** Some questions name the few entities that they are about, and ask for a metric's value of each besides. */
export function withEntities(random: Random, model: Model, query: Query, has: (feature: Feature) => boolean): Query {
  const wanted = random.chance(0.2);
  const datasets = datasetsOf(model, query.metrics);
  if (!wanted || !has('metric-filter') || !datasets.every((name) => TABLES.includes(name))) return query;
  const reaches = sharedReach(random, model, datasets).filter(({ type }) => type === 'text' || type === 'integer');
  const [per = '', attributes = []] = random.pick(Object.entries(ENTITIES));
  const own = reaches.filter(({ place }) => attributes.includes(place.path ?? ''));
  const names = Object.keys(model.metrics).filter(
    (name) =>
      isSteady(model.metrics, name) &&
      !movesInTime(model, name) &&
      datasetsOf(model, [name]).every((dataset) => TABLES.includes(dataset)),
  );
  if (own.length === 0 || datasets.length === 0) return query;
  const value: Condition = {
    metric: random.pick(names),
    per,
    op: random.pick(['>', '>=', '<', '<=']),
    value: random.between(0, 4),
  };
  const other = random.pick(reaches);
  return {
    ...query,
    where: [
      oneOf(random, model, random.pick(own), 1),
      oneOf(random, model, other, random.between(1, 3)),
      random.pick<Condition>([value, value, { not: value }, { any: [value, comparisonFor(random, model, other)] }]),
    ],
  };
}

function oneOf(random: Random, model: Model, reach: Reach, count: number): Condition {
  const values = valuesAt(model, reach).filter((each) => each !== null);
  const list = Array.from({ length: count }, () => (values.length === 0 ? null : random.pick(values)));
  const [only] = list;
  return only === null || only === undefined
    ? { ...reach.place, op: 'is_not_null' }
    : count === 1
      ? { ...reach.place, op: '=', value: only }
      : { ...reach.place, op: 'in', value: list };
}
