import type { Syntax } from '../../expressions/syntax.js';
import { type CallSyntax, call, number, star } from '../expression.js';
import type { Origin } from '../report.js';
import { type Measured, ownSql, type World } from './world.js';

type Build = (of: Syntax, measured: Measured) => CallSyntax | { readonly lost: string };

const isOne = (of: Syntax): boolean => of.kind === 'number' && Number(of.text) === 1;

/** The sum of ones is the number of rows. */
const aggregates: Readonly<Record<string, Build>> = {
  sum: (of) => (isOne(of) ? call('count', [star]) : call('sum', [of])),
  count: (of) => (isOne(of) ? call('count', [star]) : call('count', [of])),
  count_distinct: (of) => call('count', [of], { distinct: true }),
  sum_boolean: (of) => call('count_if', [of]),
  average: (of) => call('avg', [of]),
  min: (of) => call('min', [of]),
  max: (of) => call('max', [of]),
  median: (of) => call('median', [of]),
  percentile: (of, { of: { agg_params: params } }) => {
    const fraction = params?.percentile;
    if (typeof fraction !== 'number') return { lost: 'it has no percentile' };
    if (params?.use_approximate_percentile) return call('approx_percentile', [of, number(fraction)]);
    return call(params?.use_discrete_percentile ? 'percentile_disc' : 'percentile_cont', [number(fraction)], {
      withinGroup: of,
    });
  },
};

/** A measure as an aggregate over the columns of its table. */
export function expressionOf(world: World, measured: Measured, origin: Origin): CallSyntax | undefined {
  const { source, of, name } = measured;
  const agg = of.agg.toLowerCase();
  const build = Object.hasOwn(aggregates, agg) ? aggregates[agg] : undefined;
  if (build === undefined) return world.report.loss(origin, `The aggregation "${of.agg}" is unknown.`);
  const use = agg === 'count' || agg === 'count_distinct' ? 'key' : agg === 'sum_boolean' ? 'flag' : 'number';
  const syntax = ownSql(world, source, of.expr ?? name, use, origin);
  if (syntax === undefined) return undefined;
  const built = build(syntax, measured);
  return 'lost' in built ? world.report.loss(origin, `Measure "${name}": ${built.lost}.`) : built;
}

/** Whether it counts rows, each once. */
export const countsRows = ({ of: { agg, expr } }: Measured): boolean =>
  ['sum', 'count'].includes(agg.toLowerCase()) && Number(expr) === 1;
