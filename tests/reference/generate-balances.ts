import type { Feature } from './features.js';
import type { Model, Query, Simple } from './format.js';
import { datasetsOf } from './generate-query.js';
import { movesInTime } from './moves.js';
import type { Random } from './random.js';

const TABLES = ['order', 'visit'] as const;

/** Balances beyond metric-cases/1: means over days (K5b), and what is filled forward (K5c); one of each for a dataset. */
export function balancesFor(random: Random): Record<string, Simple> {
  const balance = (dataset: 'order' | 'visit'): Omit<Simple, 'semi_additive'> => ({
    kind: 'simple',
    dataset,
    ...random.pick([
      { agg: 'sum' as const, expr: dataset === 'order' ? random.pick(['amount', 'qty']) : 'pages' },
      { agg: 'count' as const },
    ]),
    empty: random.pick([0, null]),
    ...(random.chance(0.3) && { dense: true as const }),
  });
  const per = () => random.some(['user_id', 'item'], random.pick([0, 1, 1, 2]));
  return Object.fromEntries(
    TABLES.flatMap((dataset): [string, Simple][] => {
      const over = random.pick(['day', 'at']);
      const fill_forward = random.pick<true | number>([true, random.between(1, 9), random.between(10, 60)]);
      return [
        [`mean_${dataset}`, { ...balance(dataset), semi_additive: { over: 'day', take: 'average', per: per() } }],
        [
          `held_${dataset}`,
          { ...balance(dataset), time: over, semi_additive: { over, take: 'last', per: per(), fill_forward } },
        ],
      ];
    }),
  );
}

/** Some questions ask one of them in place of another metric of its dataset alone. */
export function withBalance(random: Random, model: Model, query: Query, has: (feature: Feature) => boolean): Query {
  const [swaps, mean] = [random.chance(0.75), random.chance(0.4)];
  const [first] = query.metrics;
  if (!swaps || first === undefined || !has('semi-additive') || movesInTime(model, first)) return query;
  const [dataset, ...others] = datasetsOf(model, [first]);
  const plain = ['simple', 'ratio', 'derived'].includes(model.metrics[first]?.kind ?? '');
  if (!plain || others.length > 0 || !TABLES.some((name) => name === dataset)) return query;
  return { ...query, metrics: [`${mean ? 'mean' : 'held'}_${dataset}`, ...query.metrics.slice(1)] };
}
