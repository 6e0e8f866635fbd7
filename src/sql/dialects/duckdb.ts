import { isSketch } from '../../expressions/data-type.js';
import type { AggregateCall } from '../../expressions/scalar.js';
import { refuse } from '../../problems/problem.js';
import { ansi, named, PERCENTILE_ACCURACY, unit } from './ansi.js';
import type { AggregateParts, Dialect, PrintAggregate, PrintCall } from './dialect.js';
import { mayBeNaN } from './not-a-number.js';

const INTERVALS: Readonly<Record<string, string>> = {
  second: 'to_seconds',
  minute: 'to_minutes',
  hour: 'to_hours',
  day: 'to_days',
  week: 'to_weeks',
  month: 'to_months',
  quarter: 'to_quarters',
  year: 'to_years',
};
const PARTS: Readonly<Record<string, string>> = { day_of_week: 'ISODOW', day_of_year: 'DOY' };

/** Over decimals a median would round to their scale; over integers it is a double, and cheaper than over doubles. */
const unrounded = (arg: string | undefined, call: AggregateCall): string =>
  call.args[0]?.type === 'integer' ? `${arg}` : `CAST(${arg} AS DOUBLE)`;

/** A FILTER that also asks for something else. */
const narrowed = (more: string, { condition }: AggregateParts): string =>
  ` FILTER (WHERE ${more}${condition === undefined ? '' : ` AND (${condition})`})`;

/** Of a value that is not finite DuckDB's spreads fail; it is NaN, of at least so many values. */
const spread =
  (name: string, least: number): PrintAggregate =>
  (parts) => {
    const { arg, filter, call } = parts;
    const plain = `${name}(CAST(${arg} AS DOUBLE))`;
    if (!mayBeNaN(call.args[0])) return `${plain}${filter}`;
    const none = `BOOL_OR(NOT ISFINITE(${arg}))${filter} AND COUNT(${arg})${filter} >= ${least}`;
    return `CASE WHEN ${none} THEN CAST('NaN' AS DOUBLE) ELSE ${plain}${narrowed(`ISFINITE(${arg})`, parts)} END`;
  };

/** Where there is no line DuckDB says NaN, or fails; it is NULL. */
const regression =
  (name: string): PrintAggregate =>
  (parts) => {
    const { args, filter, call } = parts;
    const doubles = args.map((arg) => `CAST(${arg} AS DOUBLE)`);
    const finite = doubles.map((arg) => `ISFINITE(${arg})`).join(' AND ');
    const mayFail = call.args.some(mayBeNaN);
    const value = `${name}(${doubles.join(', ')})${mayFail ? narrowed(finite, parts) : filter}`;
    const pairs = narrowed(args.map((arg) => `${arg} IS NOT NULL`).join(' AND '), parts);
    const none = [...(mayFail ? [`BOOL_OR(NOT (${finite}))${pairs}`] : []), `ISNAN(${value})`];
    return `CASE WHEN ${none.join(' OR ')} THEN NULL ELSE ${value} END`;
  };

/** NaN and infinities have names that people write. */
const castTo: PrintCall = ([x = ''], call) => {
  const plain = `CAST(${x} AS ${ansi.type(call.type)})`;
  return call.type === 'text' && mayBeNaN(call.args[0])
    ? `CASE WHEN ISNAN(${x}) THEN 'NaN' WHEN ISINF(${x}) THEN CASE WHEN ${x} > 0 THEN 'Infinity' ELSE '-Infinity' END ELSE ${plain} END`
    : plain;
};

/** Its own sketches can neither be stored in files nor be merged with those of others. */
const fromRows = (arg: string | undefined, { args: [of] }: AggregateCall): string | undefined =>
  of !== undefined && isSketch(of.type)
    ? refuse({
        code: 'NOT_ON_ENGINE',
        message: `DuckDB cannot read stored sketches (${of.kind === 'column' ? of.column : of.type}).`,
        hint: 'Ask this metric on Trino, or define one over the rows.',
      })
    : arg;

export const duckdb: Dialect = {
  ...ansi,
  name: 'duckdb',
  can: { numberedParameters: true, storedSketches: false, ignoreNullsWithin: true, keepNamed: true },
  accuracy: ({ name }) =>
    // Its HyperLogLog has 64 registers: 1.04 / √64
    name === 'approx_distinct' ? 'a distinct count by HyperLogLog, standard error 13 %' : PERCENTILE_ACCURACY,
  // Over dates it gives timestamps
  series: ({ from, through, step, type, column, input }) =>
    `SELECT CAST(UNNEST(GENERATE_SERIES(CAST(${from} AS TIMESTAMP), CAST(${through} AS TIMESTAMP), INTERVAL ${step.count} ${step.grain.toUpperCase()})) AS ${ansi.type(type)}) AS ${column}${input === null ? '' : ` FROM ${input}`}`,
  calls: {
    ...ansi.calls,
    cast: castTo,
    contains: named('CONTAINS'),
    ends_with: named('ENDS_WITH'),
    greatest: (args) =>
      `CASE WHEN ${args.map((arg) => `${arg} IS NULL`).join(' OR ')} THEN NULL ELSE GREATEST(${args.join(', ')}) END`, // DuckDB's own skips NULLs
    least: (args) =>
      `CASE WHEN ${args.map((arg) => `${arg} IS NULL`).join(' OR ')} THEN NULL ELSE LEAST(${args.join(', ')}) END`,
    at_zone: ([x, zone]) => `timezone(${zone}, timezone('UTC', ${x}))`,
    from_zone: ([x, zone]) => `timezone('UTC', timezone(${zone}, ${x}))`,
    minus_elapsed: ([x, local, period]) => `${x} - (${local} - ${period})`,
    extract: unit((name, [x]) => `EXTRACT(${PARTS[name] ?? name.toUpperCase()} FROM ${x})`),
    // date + interval is a timestamp
    date_add: (args, call) =>
      unit((name, [count, x]) => `CAST(${x} + ${INTERVALS[name]}(${count}) AS ${call.type.toUpperCase()})`)(args, call),
    date_diff: unit((name, [a, b]) => `DATE_SUB('${name}', ${a}, ${b})`), // whole units, as Trino's DATE_DIFF
  },
  aggregates: {
    ...ansi.aggregates,
    // A sum of integers is a HUGEINT, which multiplies with decimals as a double
    sum: ({ arg, filter, call }) =>
      call.type === 'double' ? `SUM(${arg})${filter}` : `CAST(SUM(${arg})${filter} AS ${ansi.type(call.type)})`,
    avg: ({ arg, filter }) => `AVG(${arg})${filter}`,
    stddev_samp: spread('STDDEV_SAMP', 2),
    stddev_pop: spread('STDDEV_POP', 1),
    var_samp: spread('VAR_SAMP', 2),
    var_pop: spread('VAR_POP', 1),
    corr: regression('CORR'),
    regr_slope: regression('REGR_SLOPE'),
    regr_intercept: regression('REGR_INTERCEPT'),
    median: ({ arg, filter, call }) => `MEDIAN(${unrounded(arg, call)})${filter}`,
    percentile_cont: ({ arg, filter, call }) => `QUANTILE_CONT(${unrounded(arg, call)}, ${call.fraction})${filter}`,
    percentile_disc: ({ arg, filter, call }) => `QUANTILE_DISC(${arg}, ${call.fraction})${filter}`,
    approx_distinct: ({ arg, filter, call }) => `APPROX_COUNT_DISTINCT(${fromRows(arg, call)})${filter}`,
    approx_percentile: ({ arg, filter, call }) =>
      `APPROX_QUANTILE(CAST(${fromRows(arg, call)} AS DOUBLE), ${call.fraction})${filter}`,
  },
};
