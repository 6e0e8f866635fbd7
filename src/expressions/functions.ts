import { type DataType, decimal, digitsOf, isDecimal, isNumeric, isSketch, isTemporal } from './data-type.js';
import type { AggregateName, Scalar } from './scalar.js';

/** What a function makes of its arguments' types, or in words what it wants instead. */
export type Typing = (types: readonly DataType[], args: readonly Scalar[]) => DataType | { readonly wants: string };

export interface FunctionEntry {
  readonly typing: Typing;
  /** One line for docs/expressions.md. */
  readonly says: string;
}

const wants = (what: string): { readonly wants: string } => ({ wants: what });

const fixed =
  (result: DataType, least: number, most: number, test: (type: DataType) => boolean, what: string): Typing =>
  (types) =>
    types.length >= least && types.length <= most && types.every(test) ? result : wants(what);

const isText = (type: DataType): boolean => type === 'text';

/** The type that both fit in without losing a digit; undefined where there is none. */
export function commonType(a: DataType, b: DataType): DataType | undefined {
  if (a === b) return a;
  if (isNumeric(a) && isNumeric(b)) {
    if (a === 'double' || b === 'double') return 'double';
    const [x, y] = [digitsOf(a), digitsOf(b)];
    if (x === undefined || y === undefined) return undefined;
    if (x.scale === 0 && y.scale === 0 && !isDecimal(a) && !isDecimal(b)) return 'bigint';
    const scale = Math.max(x.scale, y.scale);
    return decimal(Math.max(x.precision - x.scale, y.precision - y.scale) + scale, scale);
  }
  return isTemporal(a) && isTemporal(b) ? 'timestamp' : undefined;
}

const same: Typing = (types) => {
  let common = types[0];
  for (const type of types) common = common && commonType(common, type);
  return common ?? wants('arguments of one type');
};

const numeric: Typing = ([type, ...more]) =>
  type !== undefined && more.length === 0 && isNumeric(type) ? type : wants('a number');

/** DATE_TRUNC and DATE_PART take their unit as a text literal, so that it can be checked and printed. */
export const unitOf = (args: readonly Scalar[]): string | undefined => {
  const unit = args[0];
  return unit?.kind === 'literal' && typeof unit.value === 'string' ? unit.value.toLowerCase() : undefined;
};

/** Functions whose first argument is a unit. */
export const UNIT_FIRST: ReadonlySet<string> = new Set(['date_trunc', 'period', 'extract', 'date_diff', 'date_add']);

const TRUNC_UNITS = ['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'];
const PART_UNITS = [
  'second',
  'minute',
  'hour',
  'day',
  'day_of_week',
  'day_of_year',
  'week',
  'month',
  'quarter',
  'year',
];

const unitThen =
  (
    units: readonly string[],
    count: number,
    rest: (types: readonly DataType[], unit: string) => DataType | { readonly wants: string },
  ): Typing =>
  (types, args) => {
    const unit = unitOf(args);
    if (unit === undefined || !units.includes(unit))
      return wants(`one of the units ${units.join(', ')} as a text first`);
    return types.length === count + 1
      ? rest(types.slice(1), unit)
      : wants(`a unit and ${count === 1 ? 'one value' : `${count} values`}`);
  };

/** Functions of one row. Names are lower case; each dialect prints each of them. */
export const SCALAR_FUNCTIONS: Readonly<Record<string, FunctionEntry>> = {
  abs: { typing: numeric, says: 'ABS(x): without its sign' },
  sign: { typing: fixed('integer', 1, 1, isNumeric, 'a number'), says: 'SIGN(x): -1, 0 or 1' },
  round: {
    typing: ([type, ...digits]) =>
      type !== undefined && isNumeric(type) && digits.length <= 1 && digits.every((each) => each === 'integer')
        ? type
        : wants('a number and, if wanted, digits'),
    says: 'ROUND(x) or ROUND(x, digits): half away from zero',
  },
  floor: { typing: numeric, says: 'FLOOR(x)' },
  ceil: { typing: numeric, says: 'CEIL(x)' },
  sqrt: { typing: fixed('double', 1, 1, isNumeric, 'a number'), says: 'SQRT(x)' },
  ln: { typing: fixed('double', 1, 1, isNumeric, 'a number'), says: 'LN(x): natural logarithm' },
  exp: { typing: fixed('double', 1, 1, isNumeric, 'a number'), says: 'EXP(x)' },
  power: { typing: fixed('double', 2, 2, isNumeric, 'two numbers'), says: 'POWER(x, y)' },
  coalesce: { typing: same, says: 'COALESCE(a, b, …): the first that is not NULL' },
  nullif: {
    typing: (types) =>
      types.length === 2 && types[0] && types[1] && commonType(types[0], types[1])
        ? types[0]
        : wants('two values of one type'),
    says: 'NULLIF(a, b): NULL where they are equal',
  },
  greatest: { typing: same, says: 'GREATEST(a, b, …): NULL if one is NULL' },
  least: { typing: same, says: 'LEAST(a, b, …): NULL if one is NULL' },
  lower: { typing: fixed('text', 1, 1, isText, 'a text'), says: 'LOWER(t)' },
  upper: { typing: fixed('text', 1, 1, isText, 'a text'), says: 'UPPER(t)' },
  trim: { typing: fixed('text', 1, 1, isText, 'a text'), says: 'TRIM(t)' },
  length: { typing: fixed('integer', 1, 1, isText, 'a text'), says: 'LENGTH(t): characters' },
  concat: { typing: fixed('text', 1, 99, isText, 'texts'), says: 'CONCAT(a, b, …), or a || b: NULL if one is NULL' },
  replace: { typing: fixed('text', 3, 3, isText, 'three texts'), says: 'REPLACE(t, what, by)' },
  substring: {
    typing: ([text, ...numbers]) =>
      text === 'text' && numbers.length >= 1 && numbers.length <= 2 && numbers.every((type) => type === 'integer')
        ? 'text'
        : wants('a text, a start and a length'),
    says: 'SUBSTRING(t, start, length): start counts from 1',
  },
  contains: {
    typing: fixed('boolean', 2, 2, isText, 'two texts'),
    says: 'CONTAINS(t, part): literally, % and _ are plain characters',
  },
  starts_with: { typing: fixed('boolean', 2, 2, isText, 'two texts'), says: 'STARTS_WITH(t, part)' },
  ends_with: { typing: fixed('boolean', 2, 2, isText, 'two texts'), says: 'ENDS_WITH(t, part)' },
  date_trunc: {
    typing: unitThen(TRUNC_UNITS, 1, ([type], unit) =>
      type === undefined || !isTemporal(type)
        ? wants('a date or timestamp')
        : TRUNC_UNITS.indexOf(unit) >= 3
          ? 'date'
          : type === 'date'
            ? wants('a timestamp, for a unit below the day')
            : 'timestamp',
    ),
    says: "DATE_TRUNC('month', t): first day of the period, in UTC",
  },
  period: {
    typing: unitThen(TRUNC_UNITS, 1, ([type], unit) =>
      type === undefined || !isTemporal(type)
        ? wants('a date or timestamp')
        : TRUNC_UNITS.indexOf(unit) >= 3
          ? 'date'
          : 'timestamp',
    ),
    says: "PERIOD('month', t): as DATE_TRUNC, in the time zone of the query",
  },
  extract: {
    typing: unitThen(PART_UNITS, 1, ([type]) =>
      type !== undefined && isTemporal(type) ? 'integer' : wants('a date or timestamp'),
    ),
    says: 'EXTRACT(YEAR FROM t): a part as a number; DAY_OF_WEEK is 1 for Monday to 7',
  },
  date_diff: {
    typing: unitThen(['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'], 2, (types) =>
      types.length === 2 && types.every(isTemporal) ? 'integer' : wants('two dates or timestamps'),
    ),
    says: "DATE_DIFF('day', a, b): whole units from a to b, fractions cut off",
  },
  date_add: {
    typing: unitThen(['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'], 2, ([count, type]) =>
      count === 'integer' && type !== undefined && isTemporal(type)
        ? type
        : wants('a whole number and a date or timestamp'),
    ),
    says: "DATE_ADD('day', n, t)",
  },
};

interface AggregateEntry extends FunctionEntry {
  readonly name: AggregateName;
  /** How many values it is taken of; 1 where nothing is said. */
  readonly takes?: 2;
}

const isAnything = (): boolean => true;

/** The sum of exact numbers is exact: integers as bigint, the rest as a decimal of 38 digits. */
export const sumType = (type: DataType): DataType =>
  type === 'double' ? 'double' : type === 'integer' ? 'bigint' : decimal(38, digitsOf(type)?.scale ?? 0);

const statistic = fixed('double', 1, 1, isNumeric, 'a number');
const ofPairs = (name: AggregateName, says: string): AggregateEntry => ({
  name,
  takes: 2,
  typing: fixed('double', 2, 2, isNumeric, 'two numbers'),
  says,
});
const truth = fixed('boolean', 1, 1, (type) => type === 'boolean', 'a condition');
const first: Typing = ([value, by]) => (value && by ? value : wants('a value and what it is chosen by'));

/** Aggregates of many rows, by the name they are written with. NULLs are ignored. */
export const AGGREGATES: Readonly<Record<string, AggregateEntry>> = {
  count: {
    name: 'count',
    typing: fixed('integer', 0, 1, isAnything, 'one value or *'),
    says: 'COUNT(*), COUNT(x), COUNT(DISTINCT x)',
  },
  count_if: {
    name: 'count',
    typing: fixed('integer', 1, 1, (type) => type === 'boolean', 'a condition'),
    says: 'COUNT_IF(condition): rows where it is true',
  },
  sum: {
    name: 'sum',
    typing: ([type, ...more]) =>
      type !== undefined && more.length === 0 && isNumeric(type) ? sumType(type) : wants('a number'),
    says: 'SUM(x): exact for integers and decimals',
  },
  min: {
    name: 'min',
    typing: (types) => (types.length === 1 && types[0] ? types[0] : wants('one value')),
    says: 'MIN(x)',
  },
  max: {
    name: 'max',
    typing: (types) => (types.length === 1 && types[0] ? types[0] : wants('one value')),
    says: 'MAX(x)',
  },
  avg: { name: 'avg', typing: statistic, says: 'AVG(x): a double' },
  median: { name: 'median', typing: statistic, says: 'MEDIAN(x): the mean of the two middle values' },
  percentile_cont: {
    name: 'percentile_cont',
    typing: statistic,
    says: 'PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY x): interpolated, exact',
  },
  percentile_disc: {
    name: 'percentile_disc',
    typing: (types) => (types.length === 1 && types[0] ? types[0] : wants('one value')),
    says: 'PERCENTILE_DISC(0.9) WITHIN GROUP (ORDER BY x): a value that is there, exact',
  },
  stddev: { name: 'stddev_samp', typing: statistic, says: 'STDDEV(x), STDDEV_SAMP(x): of a sample' },
  stddev_samp: { name: 'stddev_samp', typing: statistic, says: 'STDDEV_SAMP(x)' },
  stddev_pop: { name: 'stddev_pop', typing: statistic, says: 'STDDEV_POP(x)' },
  variance: { name: 'var_samp', typing: statistic, says: 'VARIANCE(x), VAR_SAMP(x): of a sample' },
  var_samp: { name: 'var_samp', typing: statistic, says: 'VAR_SAMP(x)' },
  var_pop: { name: 'var_pop', typing: statistic, says: 'VAR_POP(x)' },
  bool_and: { name: 'bool_and', typing: truth, says: 'BOOL_AND(condition): whether it is false of no row' },
  bool_or: { name: 'bool_or', typing: truth, says: 'BOOL_OR(condition): whether it is true of some row' },
  min_by: {
    name: 'min_by',
    takes: 2,
    typing: first,
    says: 'MIN_BY(x, y): the x of the row with the smallest y; of equal ones the smallest x',
  },
  max_by: {
    name: 'max_by',
    takes: 2,
    typing: first,
    says: 'MAX_BY(x, y): the x of the row with the largest y; of equal ones the largest x',
  },
  corr: ofPairs('corr', 'CORR(y, x): correlation; NULL where one of them does not vary'),
  covar_samp: ofPairs('covar_samp', 'COVAR_SAMP(y, x): covariance of a sample'),
  covar_pop: ofPairs('covar_pop', 'COVAR_POP(y, x)'),
  regr_slope: ofPairs('regr_slope', 'REGR_SLOPE(y, x): of the line through the pairs, by least squares'),
  regr_intercept: ofPairs('regr_intercept', 'REGR_INTERCEPT(y, x): where that line has x = 0'),
  approx_count_distinct: {
    name: 'approx_distinct',
    typing: fixed(
      'integer',
      1,
      1,
      (type) => type === 'hll' || !isSketch(type),
      'one value, or a column of hll sketches',
    ),
    says: 'APPROX_COUNT_DISTINCT(x): about how many distinct values, by HyperLogLog; a column of the type hll is merged',
  },
  approx_percentile: {
    name: 'approx_percentile',
    typing: fixed(
      'double',
      1,
      1,
      (type) => type === 'tdigest' || isNumeric(type),
      'a number, or a column of tdigest sketches, and the place from 0 to 1',
    ),
    says: 'APPROX_PERCENTILE(x, 0.9): about the value at this place, by t-digest, over finite numbers; a column of the type tdigest is merged',
  },
};

/** The aggregate that merges the sketches of a type, as it is written. */
export const MERGE_OF = { hll: 'approx_count_distinct', tdigest: 'approx_percentile' } as const;

/** Aggregates that are 0, not NULL, over no rows. */
export const COUNTS: ReadonlySet<AggregateName> = new Set(['count', 'count_distinct', 'approx_distinct']);

/** Aggregates whose value is an estimate. */
export const APPROXIMATE: ReadonlySet<AggregateName> = new Set(['approx_distinct', 'approx_percentile']);

/** An aggregate of values of a type, by the name it is written with; undefined where it cannot be taken of them. */
export function aggregateOf(
  written: string,
  type: DataType,
): { readonly name: AggregateName; readonly type: DataType } | undefined {
  if (written === 'count_distinct') return { name: 'count_distinct', type: 'integer' };
  const entry = AGGREGATES[written];
  const result = entry?.typing([type], []);
  return entry && typeof result === 'string' ? { name: entry.name, type: result } : undefined;
}
