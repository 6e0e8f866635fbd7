import type { DataType } from '../../expressions/data-type.js';
import type { Scalar } from '../../expressions/scalar.js';
import type { Dialect, PrintAggregate, PrintCall } from './dialect.js';

const infix =
  (operator: string): PrintCall =>
  ([a, b]) =>
    `${a} ${operator} ${b}`;
const chain =
  (operator: string): PrintCall =>
  (args) =>
    args.join(` ${operator} `);
const named =
  (name: string): PrintCall =>
  (args) =>
    `${name}(${args.join(', ')})`;
const unit =
  (print: (unit: string, rest: readonly string[]) => string): PrintCall =>
  ([, ...rest], call) => {
    const first = call.args[0];
    return print(first?.kind === 'literal' ? String(first.value) : '', rest);
  };
/** As doubles: for decimals Trino would take single precision. */
const ofPairs =
  (name: string): PrintAggregate =>
  ({ args, filter }) =>
    `${name}(${args.map((arg) => `CAST(${arg} AS DOUBLE)`).join(', ')})${filter}`;
/** By one key, or by several, one after the other. */
const chosenBy =
  (name: string): PrintAggregate =>
  ({ args: [value, ...keys], filter }) =>
    `${name}(${value}, ${keys.length === 1 ? keys[0] : `ROW(${keys.join(', ')})`})${filter}`;
const isNonZero = (scalar: Scalar | undefined): boolean => scalar?.kind === 'literal' && Number(scalar.value) !== 0;

/** N2a: outside of their domain functions are NULL; where a constant is inside there is nothing to ask. */
const isPlainPositive = (scalar: Scalar | undefined): boolean => scalar?.kind === 'literal' && Number(scalar.value) > 0;
const isWholePositive = (scalar: Scalar | undefined): boolean =>
  isPlainPositive(scalar) && scalar?.kind === 'literal' && Number.isInteger(Number(scalar.value));

const storesNone: PrintAggregate = () => {
  throw new Error('this engine stores no sketches');
};

export { infix, named, unit };

/** t-digests promise no bound; this is what they keep to on smooth and skewed values, and on many equal ones. */
export const PERCENTILE_ACCURACY = 'a percentile by t-digest, at a place mostly within 1 % of the one asked';

export function ansiType(type: DataType): string {
  if (type.startsWith('decimal')) return type.toUpperCase();
  switch (type) {
    case 'integer':
      return 'BIGINT'; // counts are integers for the caller, 64 bits for the engine
    case 'text':
      return 'VARCHAR';
    default:
      return type.toUpperCase();
  }
}

/** What the engines share. Arguments come with parentheses where their precedence asks for them. */
export const ansi: Omit<Dialect, 'name' | 'series' | 'accuracy'> = {
  type: ansiType,
  can: { numberedParameters: false, storedSketches: false, ignoreNullsWithin: false, keepNamed: false },
  calls: {
    and: chain('AND'),
    or: chain('OR'),
    not: ([x]) => `NOT ${x}`,
    '=': infix('='),
    '<>': infix('<>'),
    '<': infix('<'),
    '<=': infix('<='),
    '>': infix('>'),
    '>=': infix('>='),
    '+': infix('+'),
    '-': infix('-'),
    '*': infix('*'),
    // N2: always as doubles; a divisor of 0 makes NULL
    '/': ([a, b], call) =>
      `${call.args[0]?.type === 'double' ? a : `CAST(${a} AS DOUBLE)`} / ${isNonZero(call.args[1]) ? b : `NULLIF(${b}, 0)`}`,
    '%': ([a, b]) => `MOD(${a}, NULLIF(${b}, 0))`,
    negate: ([x]) => `-${x}`,
    is_same: ([a, b]) => `${a} IS NOT DISTINCT FROM ${b}`,
    wall: ([x]) => `${x}`,
    grouping: named('GROUPING'),
    is_null: ([x]) => `${x} IS NULL`,
    is_not_null: ([x]) => `${x} IS NOT NULL`,
    in: ([x, ...list]) => `${x} IN (${list.join(', ')})`,
    like: ([x, pattern, mark]) => `${x} LIKE ${pattern}${mark === undefined ? '' : ` ESCAPE ${mark}`}`,
    case: (args) => {
      const branches: string[] = [];
      for (let at = 0; at + 1 < args.length; at += 2) branches.push(`WHEN ${args[at]} THEN ${args[at + 1]}`);
      return `CASE ${branches.join(' ')} ELSE ${args.at(-1)} END`;
    },
    cast: ([x], call) => `CAST(${x} AS ${ansiType(call.type)})`,
    concat: chain('||'),
    coalesce: named('COALESCE'),
    nullif: named('NULLIF'),
    greatest: named('GREATEST'),
    least: named('LEAST'),
    abs: named('ABS'),
    sign: named('SIGN'),
    round: named('ROUND'),
    floor: named('FLOOR'),
    ceil: named('CEIL'),
    sqrt: ([x], call) => `SQRT(${isPlainPositive(call.args[0]) ? x : `CASE WHEN ${x} < 0 THEN NULL ELSE ${x} END`})`,
    ln: ([x], call) => `LN(${isPlainPositive(call.args[0]) ? x : `CASE WHEN ${x} <= 0 THEN NULL ELSE ${x} END`})`,
    exp: named('EXP'),
    power: ([x, y], call) =>
      isPlainPositive(call.args[0]) || isWholePositive(call.args[1])
        ? `POWER(${x}, ${y})`
        : `CASE WHEN ${x} = 0 AND ${y} < 0 OR ${x} < 0 AND ${y} <> FLOOR(${y}) THEN NULL ELSE POWER(${x}, ${y}) END`,
    lower: named('LOWER'),
    upper: named('UPPER'),
    trim: named('TRIM'),
    length: named('LENGTH'),
    replace: named('REPLACE'),
    substring: named('SUBSTRING'),
    starts_with: named('STARTS_WITH'),
    trunc: unit((name, [x]) =>
      ['second', 'minute', 'hour'].includes(name)
        ? `DATE_TRUNC('${name}', ${x})`
        : name === 'day'
          ? `CAST(${x} AS DATE)`
          : `CAST(DATE_TRUNC('${name}', ${x}) AS DATE)`,
    ),
    date_trunc: (args, call) => ansi.calls.trunc?.(args, call) ?? '',
    date_add: unit((name, [count, x]) => `DATE_ADD('${name}', ${count}, ${x})`),
    elapsed: ([a, b]) => `DATE_DIFF('millisecond', ${a}, ${b})`,
    date_diff: unit((name, [a, b]) => `DATE_DIFF('${name}', ${a}, ${b})`),
  },
  aggregates: {
    count: ({ arg, filter }) => `COUNT(${arg ?? '*'})${filter}`,
    count_distinct: ({ arg, filter }) => `COUNT(DISTINCT ${arg})${filter}`,
    sum: ({ arg, filter }) => `SUM(${arg})${filter}`,
    min: ({ arg, filter }) => `MIN(${arg})${filter}`,
    max: ({ arg, filter }) => `MAX(${arg})${filter}`,
    avg: ({ arg, filter }) => `AVG(CAST(${arg} AS DOUBLE))${filter}`,
    median: ({ arg, filter }) => `MEDIAN(${arg})${filter}`,
    percentile_cont: ({ arg, filter, call }) =>
      `PERCENTILE_CONT(${call.fraction}) WITHIN GROUP (ORDER BY ${arg})${filter}`,
    percentile_disc: ({ arg, filter, call }) =>
      `PERCENTILE_DISC(${call.fraction}) WITHIN GROUP (ORDER BY ${arg})${filter}`,
    stddev_samp: ({ arg, filter }) => `STDDEV_SAMP(CAST(${arg} AS DOUBLE))${filter}`,
    stddev_pop: ({ arg, filter }) => `STDDEV_POP(CAST(${arg} AS DOUBLE))${filter}`,
    var_samp: ({ arg, filter }) => `VAR_SAMP(CAST(${arg} AS DOUBLE))${filter}`,
    var_pop: ({ arg, filter }) => `VAR_POP(CAST(${arg} AS DOUBLE))${filter}`,
    bool_and: ({ arg, filter }) => `BOOL_AND(${arg})${filter}`,
    bool_or: ({ arg, filter }) => `BOOL_OR(${arg})${filter}`,
    corr: ofPairs('CORR'),
    covar_samp: ofPairs('COVAR_SAMP'),
    covar_pop: ofPairs('COVAR_POP'),
    regr_slope: ofPairs('REGR_SLOPE'),
    regr_intercept: ofPairs('REGR_INTERCEPT'),
    any_value: ({ arg, filter }) => `MAX(${arg})${filter}`, // of rows of which one has a value
    min_by: chosenBy('MIN_BY'),
    max_by: chosenBy('MAX_BY'),
    approx_distinct: ({ arg, filter }) => `APPROX_DISTINCT(${arg})${filter}`,
    hll_sketch: storesNone,
    tdigest_sketch: storesNone,
    approx_percentile: ({ arg, filter, call }) =>
      `APPROX_PERCENTILE(CAST(${arg} AS DOUBLE), ${call.fraction})${filter}`,
  },
};
