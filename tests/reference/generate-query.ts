import type { Feature } from './features.js';
import type { Condition, Model, Order, Query, QueryDimension, Range } from './format.js';
import { isSteady } from './generate-metrics.js';
import { comparisonFor, type Reach, sharedReach, timeComparison } from './generate-places.js';
import { movesInTime } from './moves.js';
import type { Random } from './random.js';
import { leavesOf } from './scope.js';
import { dayText, parseDay } from './values.js';

const ZONES = ['America/Los_Angeles', 'Europe/Berlin', 'Asia/Kolkata', 'Pacific/Auckland'];
type Has = (feature: Feature) => boolean;

export const datasetsOf = (model: Model, metrics: readonly string[]): string[] => [
  ...new Set(metrics.flatMap((name) => leavesOf(model, name).map((leaf) => leaf.metric.dataset))),
];

/** Types of metric_time below some metrics. */
export const timeTypes = (model: Model, metrics: readonly string[]): string[] =>
  metrics.flatMap((name) =>
    leavesOf(model, name).map(({ metric }) => {
      const dataset = model.datasets[metric.dataset];
      return dataset?.dimensions[metric.time ?? dataset.time ?? '']?.type ?? '';
    }),
  );

function rangeFor(random: Random, days: readonly string[], custom: readonly string[]): { range: Range; now?: string } {
  const [from = '2024-01-01', through = '2024-03-31'] = [random.pick(days), random.pick(days)].toSorted();
  const now = `${random.pick(days)}T03:00:00Z`;
  const next = dayText(parseDay(through).day + 1);
  return random.pick([
    { range: { from, through } },
    { range: { from, through } },
    { range: { from: `${from}T06:00:00`, to: `${next}T08:10:00` } },
    {
      range: {
        last: { count: random.between(1, 3), grain: random.pick(['day', 'week', 'month', 'quarter', ...custom]) },
      },
      now,
    },
    { range: { this: random.pick(['week', 'month', 'quarter', 'year', ...custom]) }, now },
  ]);
}

const daysOf = (model: Model): string[] => {
  const days = (model.tables.orders?.rows ?? []).flatMap((row) => (typeof row[4] === 'string' ? [row[4]] : []));
  return days.length > 0 ? days : ['2024-01-01', '2024-02-29'];
};

function timeDimension(random: Random, model: Model, metrics: readonly string[], has: Has): QueryDimension {
  const custom = model.spines.flatMap((spine) => spine.grains);
  const moves = metrics.some((name) => movesInTime(model, name));
  const stamps = timeTypes(model, metrics).every((type) => type === 'timestamp');
  if (random.chance(0.13))
    return { as: 'part', path: 'metric_time', part: random.pick(['day_of_week', 'month_of_year']) };
  const grain = random.pick([
    'day',
    'day',
    'week',
    'month',
    'month',
    'quarter',
    'year',
    ...(moves ? ['day', 'day', 'day', 'week'] : []),
    ...(stamps ? ['hour', 'minute'] : []),
    ...custom,
  ]);
  const instants = has('instants') && stamps && !custom.includes(grain) && random.chance(0.6);
  return { as: 'time', path: 'metric_time', grain, ...(instants && { instants }) };
}

function dimensionFor(random: Random, model: Model, reach: Reach, as: string): QueryDimension {
  if (reach.type !== 'date' && reach.type !== 'timestamp') return { as, ...reach.place };
  if (random.chance(0.25)) return { as, ...reach.place, part: random.pick(['day_of_week', 'month_of_year']) };
  const custom = model.spines.flatMap((spine) => spine.grains);
  return random.chance(0.7)
    ? { as, ...reach.place, grain: random.pick(['day', 'week', 'month', 'quarter', ...custom]) }
    : { as, ...reach.place };
}

/** Short columns with few values, so that groups meet. */
const isCoarse = (reach: Reach) => !['id', 'tag_id', 'note', 'big', 'at', 'amount', 'score'].includes(reach.dimension);

export function whereFor(
  random: Random,
  model: Model,
  reaches: Reach[],
  metrics: readonly string[],
  has: Has,
): Condition[] {
  const keys = reaches.filter((r) =>
    ['user.user_id', 'buyer.user_id', 'product.code', 'rate.level'].includes(r.place.path ?? ''),
  );
  const notes = reaches.filter((r) => r.dimension === 'note');
  const usable = random.pick([reaches, reaches, reaches, reaches, keys, notes]);
  const one = (): Condition => comparisonFor(random, model, random.pick(usable.length > 0 ? usable : reaches));
  const datasets = datasetsOf(model, metrics);
  const canFilterByMetric = has('metric-filter') && datasets.every((d) => d === 'order' || d === 'visit');
  return random.pick<() => Condition[]>([
    () => [one()],
    () => [one(), one()],
    () => [{ not: one() }],
    () => [{ any: [one(), { all: [one(), one()] }] }],
    () => [{ not: { any: [one(), one()] } }],
    () =>
      canFilterByMetric
        ? [
            {
              metric: random.pick(['order_rows', 'visit_rows']),
              per: random.pick(['user_id', 'item', 'user.tier']),
              op: random.pick(['>', '>=', '=']),
              value: random.between(1, 4),
            },
          ]
        : [one()],
  ])();
}

function havingFor(random: Random, model: Model, names: readonly string[], asked: readonly string[]): Condition[] {
  const near = datasetsOf(model, asked);
  const usable = names.filter(
    (name) => isSteady(model.metrics, name) && datasetsOf(model, [name]).every((d) => near.includes(d)),
  );
  if (usable.length === 0) return [];
  const one = (): Condition => {
    const metric = random.pick(usable);
    return random.pick<Condition>([
      { metric, op: random.pick(['>', '>=', '<', '!=']), value: random.between(0, 6) },
      { metric, op: 'between', value: [0, random.between(1, 40)] },
      { metric, op: random.pick(['is_null', 'is_not_null']) },
    ]);
  };
  return random.pick<() => Condition[]>([() => [one()], () => [{ any: [one(), one()] }], () => [{ not: one() }]])();
}

/** Kinds first, so that the many simple metrics do not crowd out the others. */
function wantedFrom(random: Random, model: Model, names: readonly string[]): string {
  const kindOf = (name: string) => (name.startsWith('offset') ? 'offset' : (model.metrics[name]?.kind ?? ''));
  const kinds = [...new Set(names.map(kindOf)), 'simple', 'simple'];
  const often = kinds.filter((kind) => kind === 'cumulative' || kind === 'offset');
  const kind = random.pick([...kinds, ...often, ...often, ...often]);
  return random.pick(names.filter((name) => kindOf(name) === kind));
}

export function queryFor(random: Random, model: Model, has: Has): Query {
  const names = Object.keys(model.metrics);
  const wanted = wantedFrom(random, model, names);
  const near = datasetsOf(model, [wanted]);
  const others = names.filter(
    (name) => random.chance(0.35) || datasetsOf(model, [name]).every((d) => near.includes(d)),
  );
  const listing = random.chance(0.05);
  const metrics = listing ? [] : [...new Set([wanted, ...random.some(others, random.pick([0, 0, 1, 2]))])];
  const dataset = random.pick(['order', 'visit', 'users']);
  const datasets = listing ? [dataset] : datasetsOf(model, metrics);
  const reaches = sharedReach(random, model, datasets);
  const moves = metrics.some((name) => movesInTime(model, name));
  const byTime = !listing && random.chance(moves ? 0.95 : 0.45);
  const coarse = reaches.filter(isCoarse);
  const wantsTier = metrics.includes('share_tier');
  const chosen = random
    .some(coarse, listing ? random.between(1, 2) : random.pick(byTime ? [0, 0, 1, 1] : [0, 1, 1, 2]))
    .map((reach, i) => dimensionFor(random, model, reach, `d${i}`));
  const dimensions: QueryDimension[] = [
    ...(byTime ? [timeDimension(random, model, metrics, has)] : []),
    ...chosen,
    ...(wantsTier ? [{ as: 'tier', path: 'user.tier' }] : []),
  ];
  if (byTime && !moves && random.chance(0.08)) dimensions.push({ as: 'year', path: 'metric_time', grain: 'year' });
  const days = daysOf(model);
  const query: Query = { metrics, dimensions, ...(listing && { dataset }) };
  if (random.chance(0.45)) query.where = whereFor(random, model, reaches, metrics, has);
  if (random.chance(0.2) && !listing) {
    const custom = model.spines.flatMap(({ grains }) => grains.filter((grain) => grain !== 'fiscal_year'));
    const one = timeComparison(random, { path: 'metric_time' }, days, custom);
    query.where = [...(query.where ?? []), random.chance(0.2) ? { not: one } : one];
  }
  if (random.chance(0.15) && datasets.every((d) => d === 'order' || d === 'visit')) {
    query.segments = random.some(
      ['noted', 'golden', ...(datasets.includes('visit') ? [] : ['flagged'])],
      random.between(1, 2),
    );
  }
  const hasSpine = model.spines.length > 0;
  const fills = has('fill') && byTime && random.chance(0.4);
  if (random.chance(fills && !hasSpine ? 1 : 0.35) && !listing)
    Object.assign(
      query,
      rangeFor(
        random,
        days,
        model.spines.flatMap((spine) => spine.grains),
      ),
    );
  if (has('during')) {
    if (random.chance(0.2)) query.valid_at = random.pick(days);
    query.now ??= `${random.pick(days)}T03:00:00Z`;
  }
  if (random.chance(0.25)) query.timezone = random.pick(ZONES);
  // With several metrics it is left open whether a row that is not added shows 0 too.
  if (fills) query.fill = metrics.length === 1 && random.chance(0.4) ? 'zero' : 'empty';
  if (has('top') && chosen[0] && random.chance(0.3)) {
    const by = names.filter(
      (name) =>
        isSteady(model.metrics, name) &&
        model.metrics[name]?.kind === 'simple' &&
        datasetsOf(model, [name]).every((d) => datasets.includes(d)),
    );
    const isText =
      reaches.find(
        (r) => r.place === undefined || (r.place.path === chosen[0]?.path && r.place.paths === chosen[0]?.paths),
      )?.type === 'text';
    if (isText && by.length > 0 && !listing)
      query.top = { count: random.between(1, 3), by: random.pick(by), dimension: 'd0', other: 'all others' };
  }
  if (!listing && random.chance(0.25)) {
    const having = havingFor(random, model, names, metrics);
    if (having.length > 0) query.having = having;
  }
  if (random.chance(0.5) && !query.top) query.order = orderFor(random, model, names, query, datasets);
  if (query.order && random.chance(0.4)) query.limit = random.between(1, 6);
  if (query.limit !== undefined && random.chance(0.4)) query.offset = random.between(0, 4);
  if (random.chance(0.2)) query.total = true;
  return query;
}

/** A total order: a metric now and then, then all dimensions. */
function orderFor(
  random: Random,
  model: Model,
  names: readonly string[],
  query: Query,
  datasets: readonly string[],
): Order[] {
  const key = (by: string): Order => ({ by, dir: random.pick(['asc', 'desc']), nulls: random.pick(['first', 'last']) });
  const steady = names.filter(
    (name) => isSteady(model.metrics, name) && datasetsOf(model, [name]).every((d) => datasets.includes(d)),
  );
  const byMetric =
    query.metrics.length > 0 && steady.length > 0 && random.chance(0.5) ? [key(random.pick(steady))] : [];
  return [...byMetric, ...random.some(query.dimensions, query.dimensions.length).map((d) => key(d.as))];
}
