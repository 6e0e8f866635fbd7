import { isSketch } from '../../../expressions/data-type.js';
import type { AggregateCall, AggregateName, Scalar } from '../../../expressions/scalar.js';
import type { Syntax } from '../../../expressions/syntax.js';
import { call, choose, NOWHERE } from '../../expression.js';
import { asDouble } from './calls.js';
import { unsayable } from './unsayable.js';

type Print = (of: Syntax, aggregate: AggregateCall) => Syntax;

const plain =
  (as: string): Print =>
  (of) =>
    call(as, [of]);
/** Of integers some engines would give whole numbers. */
const ofDoubles =
  (as: string): Print =>
  (of, { args: [arg] }) =>
    call(as, [asDouble(of, arg?.type)]);
const fractionOf = ({ fraction }: AggregateCall): Syntax => ({ kind: 'number', text: fraction ?? '0.5', ...NOWHERE });
const percentile =
  (as: string): Print =>
  (of, aggregate) =>
    call(as, [fractionOf(aggregate)], { withinGroup: of });

/** The aggregates that the specification asks every reader for. */
const AGGREGATES: Partial<Record<AggregateName, Print>> = {
  count: plain('count'),
  count_distinct: (of) => call('count', [of], { distinct: true }),
  sum: plain('sum'),
  min: plain('min'),
  max: plain('max'),
  avg: ofDoubles('avg'),
  median: ofDoubles('median'),
  percentile_cont: (of, aggregate) => percentile('percentile_cont')(asDouble(of, aggregate.args[0]?.type), aggregate),
  percentile_disc: percentile('percentile_disc'),
  stddev_samp: ofDoubles('stddev_samp'),
  stddev_pop: ofDoubles('stddev_pop'),
  var_samp: ofDoubles('var_samp'),
  var_pop: ofDoubles('var_pop'),
  approx_distinct: plain('approx_count_distinct'),
  approx_percentile: (of, aggregate) => call('approx_percentile', [of, fractionOf(aggregate)]),
};

/** Rows that do not count are NULL to the aggregate, which leaves NULL out. COUNT(*) names no dataset, so it counts a column. */
export function portableAggregate(aggregate: AggregateCall, sub: (of: Scalar) => Syntax, row: () => Syntax): Syntax {
  const [arg] = aggregate.args;
  const print = AGGREGATES[aggregate.name];
  if (print === undefined)
    return unsayable(`${aggregate.name.toUpperCase()} is none of the aggregates that the specification lists`);
  if (arg !== undefined && isSketch(arg.type)) return unsayable('it merges sketches');
  const of = arg === undefined ? row() : sub(arg);
  return print(aggregate.where === undefined ? of : choose(sub(aggregate.where), of), aggregate);
}
