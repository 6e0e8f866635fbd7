import type { Feature } from './features.js';
import type { Condition, Input, Metric, Model, Simple, Span } from './format.js';
import { conversionsFor, funnelsFor } from './generate-events.js';
import { CHANNELS, TIERS } from './generate-tables.js';
import type { Random } from './random.js';
import { leavesOf } from './scope.js';

type Has = (feature: Feature) => boolean;
const EXPRESSIONS: Record<string, { counted: string[]; summed: string[]; compared: string[] }> = {
  order: {
    counted: ['user_id', 'note', '"group"', 'big', 'amount'],
    summed: ['amount', 'qty', 'score', 'big', 'amount * qty', 'COALESCE(qty, 0) + 1'],
    compared: ['amount', 'qty', 'score', 'day'],
  },
  visit: {
    counted: ['user_id', 'item', 'cost'],
    summed: ['cost', 'pages', 'cost * pages', 'CASE WHEN pages > 1 THEN pages ELSE 0 END'],
    compared: ['cost', 'pages', 'day'],
  },
  users: { counted: ['country', 'tier'], summed: ['credit'], compared: ['credit', 'joined'] },
};

/** Filters that only need the links both facts have. */
function filterFor(random: Random, dataset: string): Condition[] {
  const shared: Condition[] = [
    { path: 'user.tier', op: '=', value: random.pick(TIERS) },
    { path: 'product.category', op: '!=', value: 'paint' },
    { not: { path: 'note', op: 'contains', value: random.pick(['a', '%', '_']) } },
  ];
  const own: Record<string, Condition[]> = {
    order: [...shared, { path: 'qty', op: '>=', value: random.between(1, 3) }, { path: 'flag', op: '=', value: true }],
    visit: [...shared, { path: 'channel', op: 'in', value: random.some(CHANNELS, 2) }],
    users: [
      { path: 'tier', op: 'in', value: [random.pick(TIERS), null] },
      { path: 'home.order', op: 'is_not_null' },
    ],
  };
  return [random.pick(own[dataset] ?? [])];
}

function simpleFor(random: Random, dataset: string, has: Has): Simple {
  const { counted, summed, compared } = EXPRESSIONS[dataset] ?? { counted: [], summed: [], compared: [] };
  const empty = random.chance(0.5) ? 0 : null;
  const base = (agg: Simple['agg'], expr?: string): Simple => ({
    kind: 'simple',
    dataset,
    agg,
    ...(expr !== undefined && { expr }),
    empty,
  });
  const numbers = summed.filter((expr) => expr !== 'big');
  const makers: (() => Simple)[] = [
    () => base('count'),
    () => base('count', random.pick(counted)),
    () => base('count_distinct', random.pick(counted)),
    () => base('sum', random.pick(summed)),
    () => base('sum', random.pick(summed)),
    // `empty: 0` is of numbers: a date has no zero
    () => ({ ...base(random.chance(0.5) ? 'min' : 'max', random.pick(compared)), empty: null }),
    () => base('avg', random.pick(numbers)),
    ...(dataset === 'order' ? [() => base('sum_boolean', 'flag')] : []),
    ...(has('percentiles')
      ? [
          () => base('median', random.pick(numbers)),
          () => ({ ...base('percentile_cont', random.pick(numbers)), p: random.pick([0.25, 0.9]) }),
          () => ({ ...base('percentile_disc', random.pick(numbers)), p: random.pick([0.25, 0.5, 0.75]) }),
        ]
      : []),
  ];
  const metric = random.pick(makers)();
  if (random.chance(0.25)) metric.filter = filterFor(random, dataset);
  if (dataset !== 'users' && random.chance(0.15)) metric.time = random.pick(['day', 'at']);
  if (has('fill') && random.chance(0.35)) metric.dense = true;
  return metric;
}

/** Metrics whose comparison is exact on every engine: no averages, which may differ in their last digit. */
export const isSteady = (metrics: Record<string, Metric>, name: string): boolean => {
  const metric = metrics[name];
  if (!metric) return false;
  if (metric.kind === 'simple') return ['count', 'count_distinct', 'sum', 'sum_boolean'].includes(metric.agg);
  if (metric.kind === 'cumulative') return metric.period_agg !== 'average' && isSteady(metrics, metric.input);
  return metric.kind === 'rank' && isSteady(metrics, metric.input);
};

const isNumeric = (metric: Metric | undefined): boolean =>
  metric?.kind !== 'simple' || !(['min', 'max'].includes(metric.agg) && ['day', 'joined'].includes(metric.expr ?? ''));

export function metricsFor(random: Random, grains: string[], has: Has): Record<string, Metric> {
  const metrics: Record<string, Metric> = {};
  const bases = ['order', 'order', 'order', 'order', 'visit', 'visit', 'visit', 'users', 'users'];
  for (const [i, dataset] of bases.entries()) metrics[`${dataset}_${i}`] = simpleFor(random, dataset, has);
  metrics.order_rows = { kind: 'simple', dataset: 'order', agg: 'count', empty: 0 };
  metrics.visit_rows = { kind: 'simple', dataset: 'visit', agg: 'count', empty: 0 };
  const numbers = () =>
    Object.keys(metrics).filter((name) => isNumeric(metrics[name]) && metrics[name]?.kind === 'simple');
  const steady = () => numbers().filter((name) => isSteady(metrics, name));
  const filterOf = (name: string) => {
    const metric = metrics[name];
    return metric?.kind === 'simple' && random.chance(0.3) ? { filter: filterFor(random, metric.dataset) } : {};
  };
  const sameDataset = (name: string) => {
    const metric = metrics[name];
    return metric?.kind === 'simple' && random.chance(0.15) && { filter: filterFor(random, metric.dataset) };
  };
  const input = (name: string): Input => ({ metric: name, ...filterOf(name) });
  for (const i of [0, 1]) {
    metrics[`ratio_${i}`] = {
      kind: 'ratio',
      numerator: input(random.pick(numbers())),
      denominator: input(random.pick(numbers())),
    };
  }
  metrics.derived_0 = {
    kind: 'derived',
    expr: random.pick([
      'a + b',
      'a - b',
      'a - COALESCE(b, 0)',
      '(a + 1) * 2 - b',
      'a / NULLIF(b, 2)',
      'COALESCE(a, b) / 2',
    ]),
    inputs: { a: input(random.pick(numbers())), b: input(random.pick(numbers())) },
  };
  const one = random.pick(numbers());
  metrics.derived_1 = {
    kind: 'derived',
    expr: 'a / b',
    inputs: { a: input(one), b: input('order_rows') },
    ...(metrics[one]?.kind === 'simple' &&
      (metrics[one] as Simple).dataset === 'order' && { filter: filterFor(random, 'order') }),
  };
  const span = (): Span => ({
    count: random.between(1, 3),
    grain: random.pick(['day', 'day', 'week', 'month', 'month', ...grains]),
  });
  if (has('metric-filter')) {
    const heavy: Condition = {
      metric: random.pick(['order_rows', 'visit_rows']),
      per: 'user_id',
      op: '>=',
      value: random.between(1, 4),
    };
    metrics.heavy = {
      kind: 'simple',
      dataset: random.pick(['order', 'visit']),
      agg: 'count',
      empty: null,
      filter: [heavy],
    };
  }
  if (has('semi-additive')) {
    const table = random.pick(['order', 'visit']);
    const take = random.pick(['first', 'last'] as const);
    const over = random.pick(['day', 'at']);
    metrics.edge = {
      kind: 'simple',
      dataset: table,
      agg: 'sum',
      expr: table === 'order' ? random.pick(['amount', 'qty']) : 'pages',
      empty: null,
      semi_additive: {
        over,
        take,
        per: random.chance(0.35) ? [] : random.some(['user_id', 'item'], random.between(1, 2)),
      },
    };
  }
  if (has('cumulative')) {
    for (const i of [0, 1, 2]) {
      const agg = random.pick(['first', 'last', 'average'] as const);
      const name = random.pick(random.chance(0.85) ? numbers() : ['ratio_0', 'derived_0']);
      const window = random.pick([
        { trailing: span() },
        { leading: span() },
        { to_date: random.pick(['week', 'month', 'quarter', ...grains]) },
        { all_time: true as const },
      ]);
      metrics[`window_${i}`] = { kind: 'cumulative', input: name, ...window, period_agg: agg, ...sameDataset(name) };
    }
  }
  if (has('offsets')) {
    const composed = ['ratio_0', 'derived_0', ...(has('cumulative') ? ['window_0', 'window_1'] : [])];
    const shiftable = [...numbers(), ...composed];
    for (const i of [0, 1, 2]) {
      const name = i === 2 ? random.pick(composed) : random.pick(shiftable);
      const shift: Partial<Input> = random.chance(0.65)
        ? { offset: span() }
        : { at_start_of: random.pick(['month', 'quarter', 'year', ...grains]) };
      metrics[`offset_${i}`] = {
        kind: 'derived',
        expr: random.pick(['prev', 'cur - prev', 'cur / prev', 'COALESCE(cur, 0) - COALESCE(prev, 0)']),
        inputs: { prev: { ...input(name), ...shift } },
      };
      const metric = metrics[`offset_${i}`];
      if (metric?.kind === 'derived' && metric.expr.includes('cur')) metric.inputs.cur = { metric: name };
    }
  }
  if (has('conversion'))
    Object.assign(
      metrics,
      conversionsFor(random, (dataset) => filterFor(random, dataset), has('offsets')),
    );
  if (has('funnel'))
    Object.assign(
      metrics,
      funnelsFor(random, (dataset) => filterFor(random, dataset), has('offsets')),
    );
  if (has('share')) {
    metrics.share_all = { kind: 'share', input: random.pick(numbers()), within: [] };
    const input = random.pick(numbers());
    const ofUsers = leavesOf({ metrics } as Model, input).every(({ metric }) => metric.dataset === 'users');
    metrics.share_tier = { kind: 'share', input, within: [ofUsers ? 'tier' : 'user.tier'] };
  }
  if (has('rank')) {
    for (const ties of ['competition', 'dense'] as const) {
      metrics[`rank_${ties}`] = {
        kind: 'rank',
        input: random.pick(steady()),
        direction: random.pick(['asc', 'desc']),
        ties,
      };
    }
  }
  if (has('multi-stage')) {
    for (const i of [0, 1]) {
      metrics[`staged_${i}`] = {
        kind: 'multi_stage',
        input: random.pick(numbers()),
        grain: random.pick(['day', 'week', 'month']),
        agg: random.pick(['max', 'min', 'avg', 'sum', 'count']),
      };
    }
  }
  Object.assign(metrics, deepFor(random, Object.keys(metrics), has));
  return metrics;
}

/** Windows over metrics of metrics, stages of windows, and shifts of both. */
function deepFor(random: Random, names: readonly string[], has: Has): Record<string, Metric> {
  const metrics: Record<string, Metric> = {};
  const of = (...stems: string[]) => names.filter((name) => stems.some((stem) => name.startsWith(stem)));
  const span = (): Span => ({
    count: random.between(1, 3),
    grain: random.pick(['day', 'day', 'week', 'month', 'month', 'quarter']),
  });
  if (has('cumulative')) {
    const inputs = of('offset_', 'share_', 'staged_', 'ratio_', 'derived_');
    for (const i of [0, 1, 2]) {
      metrics[`deep_${i}`] = {
        kind: 'cumulative',
        input: random.pick(inputs),
        ...random.pick([
          { trailing: span() },
          { trailing: { count: random.between(2, 28), grain: 'day' } },
          { leading: span() },
          { to_date: random.pick(['week', 'month', 'quarter']) },
          { all_time: true as const },
        ]),
        period_agg: random.pick(['first', 'last', 'average'] as const),
      };
    }
    metrics.deep_ratio = {
      kind: 'ratio',
      numerator: { metric: 'window_0' },
      denominator: { metric: 'window_1', ...(has('offsets') && random.chance(0.5) && { offset: span() }) },
    };
    if (has('multi-stage')) {
      metrics.deep_stage = {
        kind: 'multi_stage',
        input: random.pick(['window_0', 'window_1', 'window_2', 'deep_ratio']),
        grain: random.pick(['day', 'day', 'month']),
        agg: random.pick(['max', 'min', 'avg', 'sum', 'count']),
      };
    }
  }
  if (has('offsets')) {
    const inputs = [...of('share_', 'staged_', 'window_', 'offset_'), ...Object.keys(metrics)];
    for (const i of [0, 1]) {
      metrics[`deeper_${i}`] = {
        kind: 'derived',
        expr: random.pick(['prev', 'cur - prev', 'cur / prev']),
        inputs: {
          cur: { metric: random.pick(inputs) },
          prev: {
            metric: random.pick(inputs),
            ...(random.chance(0.8) ? { offset: span() } : { at_start_of: 'quarter' }),
          },
        },
      };
    }
  }
  return metrics;
}
