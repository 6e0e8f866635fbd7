import type { AggregateCall, AggregateName, Call, Scalar } from '../../expressions/scalar.js';

const SYMBOLS: ReadonlySet<string> = new Set(['+', '-', '*', '/', '%', '||', '=', '<>', '<', '<=', '>', '>=']);

/** A value of one row, as the definitions would write it: `minutes / 60.0`. */
export function valueText(scalar: Scalar): string {
  switch (scalar.kind) {
    case 'column':
      return scalar.relation === '' ? scalar.column : `${scalar.relation}.${scalar.column}`;
    case 'literal':
    case 'value':
      return literalText(scalar.value, scalar.type);
    case 'aggregate':
      return aggregateText(scalar);
    case 'over':
      return `${scalar.name}(${scalar.args.map(valueText).join(', ')})`;
    case 'call':
      return callText(scalar);
  }
}

const literalText = (value: string | boolean | null, type: string): string =>
  typeof value === 'string' && (type === 'text' || type === 'date' || type === 'timestamp')
    ? `'${value.replaceAll("'", "''")}'`
    : value === null
      ? 'nothing'
      : String(value);

function callText({ name, args, type }: Call): string {
  const [left, right] = args;
  if (SYMBOLS.has(name) && left && right && args.length === 2)
    return `${within(left, levelOf(name))} ${name} ${within(right, levelOf(name) + (name === '+' || name === '*' ? 0 : 1))}`;
  if (CONDITIONS.has(name)) return conditionText({ kind: 'call', name, args, type });
  if (name === 'cast') return args.map(valueText).join('');
  if (name === 'case') return caseText(args);
  if (name === 'metric_time') return 'metric_time';
  if (name === 'metric_value') return `${plain(args[0])} of its ${plain(args[1])}`;
  return `${name}(${args.map(valueText).join(', ')})`;
}

/** How tightly an operator binds; what is none binds like a name. */
const levelOf = (name: string): number =>
  name === '*' || name === '/' || name === '%' ? 3 : name === '+' || name === '-' ? 2 : SYMBOLS.has(name) ? 1 : 4;

/** In parentheses where it binds less tightly than what is around it. */
const within = (scalar: Scalar, level: number): string =>
  scalar.kind === 'call' && SYMBOLS.has(scalar.name) && levelOf(scalar.name) >= level
    ? valueText(scalar)
    : operand(scalar);

/** Whatever is not one word stands in parentheses. */
function operand(scalar: Scalar): string {
  const text = valueText(scalar);
  const isOpen = ({ name }: Call): boolean => SYMBOLS.has(name) || CONDITIONS.has(name) || name === 'case';
  return scalar.kind === 'call' && isOpen(scalar) ? `(${text})` : text;
}

function caseText(args: readonly Scalar[]): string {
  const branches: string[] = [];
  for (let at = 0; at + 1 < args.length; at += 2) {
    const [when, then] = [args[at], args[at + 1]];
    if (when && then) branches.push(`${valueText(then)} where ${conditionText(when)}`);
  }
  const otherwise = args.length % 2 === 1 ? args.at(-1) : undefined;
  const isNothing = otherwise === undefined || (otherwise.kind === 'literal' && otherwise.value === null);
  return [...branches, ...(isNothing ? [] : [`else ${valueText(otherwise)}`])].join(', ');
}

const plain = (scalar: Scalar | undefined): string => (scalar?.kind === 'literal' ? String(scalar.value) : '');

const COMPARISONS: Readonly<Record<string, string>> = {
  '=': 'is',
  '<>': 'is not',
  '<': 'is below',
  '<=': 'is at most',
  '>': 'is above',
  '>=': 'is at least',
};
const CONDITIONS: ReadonlySet<string> = new Set([
  ...Object.keys(COMPARISONS),
  'and',
  'or',
  'not',
  'in',
  'like',
  'is_null',
  'is_not_null',
]);

/** A condition in words: `device is 'tv' and minutes is at least 20`. */
export function conditionText(scalar: Scalar): string {
  if (scalar.kind !== 'call') return scalar.kind === 'column' ? `${valueText(scalar)} is true` : valueText(scalar);
  const { name, args } = scalar;
  const [first, second] = args;
  const comparison = COMPARISONS[name];
  if (comparison !== undefined && first && second) return `${operand(first)} ${comparison} ${operand(second)}`;
  if (name === 'and' || name === 'or') return args.map((arg) => part(arg, name)).join(` ${name} `);
  if (name === 'not' && first) return negated(first);
  if (name === 'is_null' && first) return `${operand(first)} is missing`;
  if (name === 'is_not_null' && first) return `${operand(first)} is known`;
  if (name === 'like' && first && second) return `${operand(first)} is like ${valueText(second)}`;
  if (name === 'in' && first) return `${operand(first)} is one of ${args.slice(1).map(valueText).join(', ')}`;
  return `${valueText(scalar)} is true`;
}

function negated(scalar: Scalar): string {
  if (scalar.kind === 'column') return `${valueText(scalar)} is false`;
  const [first, ...others] = scalar.kind === 'call' ? scalar.args : [];
  const name = scalar.kind === 'call' ? scalar.name : '';
  if (name === 'in' && first) return `${operand(first)} is none of ${others.map(valueText).join(', ')}`;
  if (name === 'like' && first && others[0]) return `${operand(first)} is not like ${valueText(others[0])}`;
  return `not (${conditionText(scalar)})`;
}

const part = (arg: Scalar, around: 'and' | 'or'): string => {
  const text = conditionText(arg);
  const other = around === 'and' ? 'or' : 'and';
  return arg.kind === 'call' && (arg.name === other || (arg.name === 'in' && around === 'or')) ? `(${text})` : text;
};

type Says = (of: string, call: AggregateCall) => string;

const secondOf = ({ args }: AggregateCall): string => (args[1] ? valueText(args[1]) : '');
const percent = (fraction: string | undefined): string => `${Number((Number(fraction ?? 0) * 100).toFixed(6))}%`;

const AGGREGATES: Readonly<Record<AggregateName, Says>> = {
  count: (of, { args }) => (args.length === 0 ? 'number of rows' : `number of rows with a known ${of}`),
  count_distinct: (of) => `number of distinct ${of}`,
  sum: (of) => `sum of ${of}`,
  min: (of) => `smallest ${of}`,
  max: (of) => `largest ${of}`,
  avg: (of) => `mean of ${of}`,
  median: (of) => `median of ${of}`,
  percentile_cont: (of, { fraction }) => `${percent(fraction)} percentile (interpolated) of ${of}`,
  percentile_disc: (of, { fraction }) => `${percent(fraction)} percentile of ${of}`,
  stddev_samp: (of) => `standard deviation of ${of}, as of a sample`,
  stddev_pop: (of) => `standard deviation of ${of}`,
  var_samp: (of) => `variance of ${of}, as of a sample`,
  var_pop: (of) => `variance of ${of}`,
  approx_distinct: (of) => `estimated number of distinct ${of}`,
  hll_sketch: (of) => `a sketch of the distinct ${of}`,
  tdigest_sketch: (of) => `a sketch of the distribution of ${of}`,
  approx_percentile: (of, { fraction }) => `estimated ${percent(fraction)} percentile of ${of}`,
  bool_and: (of) => `truth of “${of}” for every row`,
  bool_or: (of) => `truth of “${of}” for some row`,
  corr: (of, call) => `correlation of ${of} and ${secondOf(call)}`,
  covar_samp: (of, call) => `covariance of ${of} and ${secondOf(call)}, as of a sample`,
  covar_pop: (of, call) => `covariance of ${of} and ${secondOf(call)}`,
  regr_slope: (of, call) => `slope of ${of} over ${secondOf(call)}`,
  regr_intercept: (of, call) => `value of ${of} where ${secondOf(call)} is 0, on its line`,
  any_value: (of) => `any one ${of}`,
  min_by: (of, call) => `${of} of the row with the smallest ${secondOf(call)}`,
  max_by: (of, call) => `${of} of the row with the largest ${secondOf(call)}`,
};

/** An aggregate in words, without an article: `sum of minutes`. */
export function aggregateText(call: AggregateCall): string {
  const [first] = call.args;
  const of = first === undefined ? '' : operand(first);
  const where = call.where ? ` where ${conditionText(call.where)}` : '';
  return AGGREGATES[call.name](of, call) + where;
}
