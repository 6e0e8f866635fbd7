import type { Condition, Conversion, Funnel, Metric, Simple, TimeToConvert } from './format.js';
import type { Random } from './random.js';

type FilterFor = (dataset: string) => Condition[];

function counting(random: Random, filterFor: FilterFor, dataset: string, time: string): Simple {
  return {
    kind: 'simple',
    dataset,
    agg: 'count',
    empty: 0,
    time,
    ...(random.chance(0.3) && { filter: filterFor(dataset) }),
  };
}

const timing = (random: Random): TimeToConvert => ({
  ...random.pick<Pick<TimeToConvert, 'agg' | 'p'>>([
    { agg: 'median' },
    { agg: 'avg' },
    { agg: 'min' },
    { agg: 'max' },
    { agg: 'percentile_cont', p: 0.9 },
  ]),
  unit: random.pick(['seconds', 'minutes', 'hours', 'days', 'weeks']),
});

const matching = (random: Random): Pick<Conversion, 'entity' | 'constant' | 'window'> => ({
  entity: random.pick(['user_id', 'user_id', 'item']),
  constant: random.chance(0.4) ? ['item'] : [],
  ...(random.chance(0.6) && {
    window: random.pick([
      { count: 1, grain: 'day' },
      { count: 7, grain: 'day' },
      { count: 30, grain: 'day' },
      { count: 8, grain: 'hour' },
      { count: 1, grain: 'month' },
    ]),
  }),
});

/** Conversions of visits into orders; one of them is also asked for another period. */
export function conversionsFor(random: Random, filterFor: FilterFor, shifts: boolean): Record<string, Metric> {
  const metrics: Record<string, Metric> = {};
  const time = random.pick(['day', 'at']);
  metrics.seen = counting(random, filterFor, 'visit', time);
  metrics.bought = counting(random, filterFor, 'order', random.chance(0.8) ? time : 'day');
  const conversion = (): Conversion => ({
    kind: 'conversion',
    base: 'seen',
    conversion: 'bought',
    calculation: 'rate',
    ...withinADay(matching(random), time),
  });
  const counts = (): Pick<Conversion, 'counts'> => ({ counts: random.pick(['conversions', 'bases']) });
  metrics.conversion_rate = conversion();
  metrics.conversion_count = { ...conversion(), calculation: 'count' };
  metrics.bases_rate = { ...conversion(), counts: 'bases' };
  metrics.bases_count = { ...conversion(), counts: 'bases', calculation: 'count' };
  metrics.conversion_time = { ...conversion(), ...counts(), calculation: 'time', time: timing(random) };
  if (shifts)
    metrics.offset_conversion = shifted(random, random.pick(['conversion_rate', 'conversion_count', 'bases_rate']));
  return metrics;
}

/** An hour is no part of a day. */
const withinADay = <T extends Pick<Conversion, 'window'>>(matched: T, time: string): T =>
  time === 'day' && matched.window?.grain === 'hour' ? { ...matched, window: { count: 2, grain: 'day' } } : matched;

const shifted = (random: Random, metric: string): Metric => ({
  kind: 'derived',
  expr: random.pick(['prev', 'cur - prev']),
  inputs: {
    cur: { metric },
    prev: {
      metric,
      ...random.pick([
        { offset: { count: random.between(1, 2), grain: random.pick(['day', 'week', 'month']) } },
        { at_start_of: random.pick(['month', 'year']) },
      ]),
    },
  },
});

/** Funnels over two or three steps, of one dataset or two. */
export function funnelsFor(random: Random, filterFor: FilterFor, shifts: boolean): Record<string, Metric> {
  const metrics: Record<string, Metric> = {};
  const time = random.pick(['day', 'at']);
  const datasets = random.pick([
    ['visit', 'order'],
    ['visit', 'order', 'visit'],
    ['order', 'order', 'visit'],
    ['visit', 'visit', 'order'],
    ['order', 'visit', 'order', 'order'],
  ]);
  for (const [i, dataset] of datasets.entries())
    metrics[`step_${i}`] = counting(random, filterFor, dataset, random.chance(0.85) ? time : 'day');
  const path: Pick<Funnel, 'kind' | 'steps' | 'entity' | 'constant' | 'window' | 'counts'> = {
    kind: 'funnel',
    steps: datasets.map((_, i) => `step_${i}`),
    ...withinADay(matching(random), time),
    counts: random.pick(['entities', 'starts']),
  };
  const step = () => random.between(1, datasets.length - 1);
  const about = () => {
    const reached = step();
    return { step: reached, from: random.chance(0.5) ? 0 : reached - 1 };
  };
  const other = path.counts === 'entities' ? 'starts' : 'entities';
  metrics.funnel_rate = { ...path, ...about(), calculation: 'rate' };
  metrics.funnel_count = { ...path, step: random.between(0, datasets.length - 1), from: 0, calculation: 'count' };
  metrics.funnel_time = { ...path, ...about(), calculation: 'time', time: timing(random) };
  metrics.funnel_others = { ...path, counts: other, ...about(), calculation: 'rate' };
  metrics.funnel_time_others = { ...path, counts: other, ...about(), calculation: 'time', time: timing(random) };
  if (shifts) metrics.offset_funnel = shifted(random, random.pick(['funnel_rate', 'funnel_count']));
  return metrics;
}
