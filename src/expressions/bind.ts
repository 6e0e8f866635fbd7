import { nearest } from '../problems/did-you-mean.js';
import { type DataType, decimal, isNumeric, isSketch, isTemporal, readDataType } from './data-type.js';
import { AGGREGATES, APPROXIMATE, commonType, MERGE_OF, SCALAR_FUNCTIONS, UNIT_FIRST, unitOf } from './functions.js';
import { type AggregateCall, all, call, isNotNull, literal, type Scalar } from './scalar.js';
import type { BinaryOperator, Syntax } from './syntax.js';

export interface BindProblem {
  readonly code:
    | 'UNKNOWN_COLUMN'
    | 'UNKNOWN_FUNCTION'
    | 'TYPE_MISMATCH'
    | 'NESTED_AGGREGATE'
    | 'INVALID_EXPRESSION'
    | 'MIXED_AGGREGATION'
    | 'FAN_OUT'
    | 'UNKNOWN_METRIC';
  readonly message: string;
  readonly hint?: string | undefined;
  /** Offset in the expression's text. */
  readonly offset: number;
}

/** What names mean where an expression stands. */
export interface Scope {
  /** @param inAggregate whether the name stands inside an aggregate */
  readonly name: (path: readonly string[], inAggregate: boolean, offset: number) => Scalar | BindProblem;
  readonly aggregates: boolean;
  /** METRIC(name, path): the metric's value for this row's value of the path; `named` is where the name stands. */
  readonly metricValue?:
    | ((metric: string, path: readonly string[], offset: number, named: number) => Scalar | BindProblem)
    | undefined;
}

class Unbound extends Error {
  constructor(readonly problem: BindProblem) {
    super(problem.message);
  }
}

/** Looks up names and functions and types every node, or says the first thing that is wrong. */
export function bind(syntax: Syntax, scope: Scope): { readonly scalar: Scalar } | { readonly problem: BindProblem } {
  try {
    return { scalar: bindNode(syntax, scope, false) };
  } catch (error) {
    if (error instanceof Unbound) return { problem: error.problem };
    throw error;
  }
}

const fail = (code: BindProblem['code'], at: Syntax, message: string, hint?: string): never => {
  throw new Unbound({ code, message, hint, offset: at.start });
};

function bindNode(node: Syntax, scope: Scope, inside: boolean): Scalar {
  const sub = (child: Syntax): Scalar => bindNode(child, scope, inside);
  switch (node.kind) {
    case 'name': {
      const found = nameIn(scope, node, inside);
      if (isSketch(found.type))
        fail(
          'TYPE_MISMATCH',
          node,
          `"${node.path.join('.')}" holds sketches (${found.type}), which are no values.`,
          `${MERGE_OF[found.type].toUpperCase()} merges them; nothing else reads them.`,
        );
      return found;
    }
    case 'number':
      return literal(node.text, numberType(node.text));
    case 'text':
      return literal(node.value, 'text');
    case 'boolean':
      return literal(node.value, 'boolean');
    case 'null':
      return literal(null, 'text');
    case 'date':
      return literal(node.value, 'date');
    case 'timestamp':
      return literal(node.value, 'timestamp');
    case 'star':
      return fail('INVALID_EXPRESSION', node, '* stands only in COUNT(*).');
    case 'unary':
      return node.operator === 'not'
        ? call('not', [condition(sub(node.of), node.of)], 'boolean')
        : negate(sub(node.of), node.of);
    case 'binary':
      return binary(node.operator, sub(node.left), sub(node.right), node);
    case 'in': {
      const of = sub(node.of);
      const list = node.list.map((item) => comparable(of, sub(item), item));
      const scalar = call('in', [of, ...list], 'boolean');
      return node.negated ? call('not', [scalar], 'boolean') : scalar;
    }
    case 'between': {
      const of = sub(node.of);
      const scalar = all([
        call('>=', pair(of, sub(node.from), node.from), 'boolean'),
        call('<=', pair(of, sub(node.to), node.to), 'boolean'),
      ]);
      return node.negated ? call('not', [scalar], 'boolean') : scalar;
    }
    case 'like': {
      const args = [sub(node.of), sub(node.pattern), ...(node.escape ? [sub(node.escape)] : [])];
      if (args.some((arg) => arg.type !== 'text')) fail('TYPE_MISMATCH', node, 'LIKE compares texts.');
      const scalar = call('like', args, 'boolean');
      return node.negated ? call('not', [scalar], 'boolean') : scalar;
    }
    case 'isNull':
      return call(node.negated ? 'is_not_null' : 'is_null', [sub(node.of)], 'boolean');
    case 'case':
      return bindCase(node, sub);
    case 'cast': {
      const type = readDataType(node.type);
      if (type === undefined)
        return fail(
          'TYPE_MISMATCH',
          node,
          `There is no type "${node.type}".`,
          'Types: integer, bigint, double, decimal(p,s), text, boolean, date, timestamp.',
        );
      return call('cast', [sub(node.of)], type);
    }
    case 'call':
      return bindCall(node, scope, inside);
  }
}

function nameIn(scope: Scope, node: Extract<Syntax, { kind: 'name' }>, inside: boolean): Scalar {
  const found = scope.name(node.path, inside, node.start);
  if ('code' in found) throw new Unbound(found);
  return found;
}

function bindCase(node: Extract<Syntax, { kind: 'case' }>, sub: (child: Syntax) => Scalar): Scalar {
  const of = node.of && sub(node.of);
  const whens = node.branches.map(({ when }) =>
    of ? call('=', pair(of, sub(when), when), 'boolean') : condition(sub(when), when),
  );
  const results = [...node.branches.map(({ then }) => then), ...(node.otherwise ? [node.otherwise] : [])];
  const values = results.map(sub);
  const type = unify(values, results);
  const typed = values.map((each) => withType(each, type));
  const args = whens.flatMap((when, index) => [when, typed[index] ?? literal(null, type)]);
  return call('case', [...args, node.otherwise ? (typed.at(-1) ?? literal(null, type)) : literal(null, type)], type);
}

/** One type for several results; NULL literals take the type of the others. */
function unify(values: readonly Scalar[], nodes: readonly Syntax[]): DataType {
  let type: DataType | undefined;
  values.forEach((each, index) => {
    if (isNullLiteral(each)) return;
    const next = type === undefined ? each.type : commonType(type, each.type);
    const node = nodes[index];
    if (next === undefined && node)
      fail('TYPE_MISMATCH', node, `Results of one CASE have the types ${type} and ${each.type}.`, 'Cast one of them.');
    type = next;
  });
  return type ?? 'text';
}

const isNullLiteral = (scalar: Scalar): boolean => scalar.kind === 'literal' && scalar.value === null;

const withType = (scalar: Scalar, type: DataType): Scalar =>
  isNullLiteral(scalar) ? literal(null, type) : scalar.type === type ? scalar : call('cast', [scalar], type);

function bindCall(node: Extract<Syntax, { kind: 'call' }>, scope: Scope, inside: boolean): Scalar {
  const name = ALIASES.get(node.name) ?? node.name;
  if (name === 'metric') return bindMetricValue(node, scope);
  if (Object.hasOwn(AGGREGATES, name)) return bindAggregate(node, name, scope, inside);
  const entry = Object.hasOwn(SCALAR_FUNCTIONS, name) ? SCALAR_FUNCTIONS[name] : undefined; // constructor( is no function of ours
  if (entry === undefined) {
    const known = [...Object.keys(SCALAR_FUNCTIONS), ...Object.keys(AGGREGATES)];
    const near = nearest(name, known);
    return fail(
      'UNKNOWN_FUNCTION',
      node,
      `There is no function "${node.name.toUpperCase()}" here.`,
      near && `Did you mean ${near.toUpperCase()}?`,
    );
  }
  if (node.distinct || node.where || node.withinGroup)
    fail(
      'INVALID_EXPRESSION',
      node,
      `DISTINCT, FILTER and WITHIN GROUP go with aggregates; ${name.toUpperCase()} is none.`,
    );
  let args = node.args.map((arg) => bindNode(arg, scope, inside));
  if (name === 'coalesce' || name === 'greatest' || name === 'least' || name === 'nullif') {
    const first = args.find((arg) => !isNullLiteral(arg));
    if (first)
      args = args.map((arg, index) =>
        isNullLiteral(arg) ? literal(null, first.type) : comparable(first, arg, node.args[index] ?? node),
      );
  }
  const type = entry.typing(
    args.map((arg) => arg.type),
    args,
  );
  if (typeof type !== 'string')
    return fail('TYPE_MISMATCH', node, `${name.toUpperCase()} wants ${type.wants}.`, entry.says);
  return call(name, UNIT_FIRST.has(name) ? [literal(unitOf(args) ?? null, 'text'), ...args.slice(1)] : args, type);
}

function bindMetricValue(node: Extract<Syntax, { kind: 'call' }>, scope: Scope): Scalar {
  const [metric, path] = node.args;
  if (scope.metricValue === undefined)
    return fail('INVALID_EXPRESSION', node, 'METRIC(name, path) goes with conditions.');
  if (metric?.kind !== 'name' || path?.kind !== 'name' || node.args.length !== 2)
    return fail('INVALID_EXPRESSION', node, 'METRIC takes a metric and a path: METRIC(revenue, customer.id) > 100.');
  const found = scope.metricValue(metric.path.join('.'), path.path, node.start, metric.start);
  if ('code' in found) throw new Unbound(found);
  return found;
}

const ALIASES: ReadonlyMap<string, string> = new Map([
  ['ceiling', 'ceil'],
  ['pow', 'power'],
  ['substr', 'substring'],
  ['date_part', 'extract'],
]);

function bindAggregate(
  node: Extract<Syntax, { kind: 'call' }>,
  name: string,
  scope: Scope,
  inside: boolean,
): AggregateCall {
  const entry = AGGREGATES[name];
  if (entry === undefined || !scope.aggregates)
    return fail(
      'MIXED_AGGREGATION',
      node,
      `An aggregate such as ${name.toUpperCase()} cannot stand here.`,
      'Conditions and dimensions speak of one row.',
    );
  if (inside)
    fail('NESTED_AGGREGATE', node, `${name.toUpperCase()} stands inside another aggregate.`, 'Make two metrics of it.');
  const star = node.args.length === 1 && node.args[0]?.kind === 'star';
  if (star && (name !== 'count' || node.distinct)) fail('INVALID_EXPRESSION', node, '* stands only in COUNT(*).');
  const percentile = name.startsWith('percentile_');
  const estimated = name === 'approx_percentile';
  const fraction = percentile
    ? fractionOf(node, node.args)
    : estimated
      ? fractionOf(node, node.args.slice(1))
      : undefined;
  const of = percentile
    ? [node.withinGroup ?? fail('INVALID_EXPRESSION', node, `${name.toUpperCase()} needs WITHIN GROUP (ORDER BY …).`)]
    : star
      ? []
      : estimated
        ? node.args.slice(0, 1)
        : node.args;
  if (!percentile && node.withinGroup) fail('INVALID_EXPRESSION', node, 'WITHIN GROUP goes with percentiles.');
  if (node.distinct && name !== 'count')
    fail('INVALID_EXPRESSION', node, 'DISTINCT goes with COUNT only: equal values of different rows all count.');
  if (!star && of.length !== (entry.takes ?? 1))
    fail(
      'TYPE_MISMATCH',
      node,
      `${name.toUpperCase()} takes ${entry.takes === 2 ? 'two values' : 'one value'}.`,
      entry.says,
    );
  const args = of.map((arg) =>
    arg.kind === 'name' && APPROXIMATE.has(entry.name) ? nameIn(scope, arg, true) : bindNode(arg, scope, true),
  );
  const type = entry.typing(
    args.map((arg) => arg.type),
    args,
  );
  if (typeof type !== 'string')
    return fail('TYPE_MISMATCH', node, `${name.toUpperCase()} wants ${type.wants}.`, entry.says);
  const where = node.where && condition(bindNode(node.where, scope, true), node.where);
  if (name === 'count_if')
    return { kind: 'aggregate', name: 'count', args: [], where: all([...args, ...(where ? [where] : [])]), type };
  if (name === 'min_by' || name === 'max_by') return chosen(name, args, where, type);
  return {
    kind: 'aggregate',
    name: node.distinct ? 'count_distinct' : entry.name,
    args,
    ...(fraction !== undefined && { fraction }),
    ...(where && { where }),
    type,
  };
}

/** Of rows with equal keys the value itself decides, so that the choice is the same each time. */
function chosen(
  name: 'min_by' | 'max_by',
  args: readonly Scalar[],
  where: Scalar | undefined,
  type: DataType,
): AggregateCall {
  const known = all([...args.map(isNotNull), ...(where ? [where] : [])]);
  return { kind: 'aggregate', name, args: [...args, ...args.slice(0, 1)], where: known, type };
}

function fractionOf(node: Extract<Syntax, { kind: 'call' }>, given: readonly Syntax[]): string {
  const [only, ...more] = given;
  if (only?.kind !== 'number' || more.length > 0 || Number(only.text) > 1)
    return fail('INVALID_EXPRESSION', node, 'A percentile takes one number from 0 to 1.');
  return only.text;
}

/** Small whole numbers are integers, larger ones bigint, then decimals; an exponent makes a double. */
function numberType(text: string): DataType {
  if (/e/i.test(text)) return 'double';
  const [whole = '', fraction = ''] = text.split('.');
  const digits = whole.replace(/^0+/, '').length;
  if (fraction === '' && !text.includes('.'))
    return digits < 10 ? 'integer' : digits < 19 ? 'bigint' : decimal(digits, 0);
  return decimal(Math.max(1, digits + fraction.length), fraction.length);
}

function condition(scalar: Scalar, node: Syntax): Scalar {
  if (isNullLiteral(scalar)) return literal(null, 'boolean');
  return scalar.type === 'boolean'
    ? scalar
    : fail('TYPE_MISMATCH', node, `A condition is true or false; this is ${scalar.type}.`);
}

function negate(scalar: Scalar, node: Syntax): Scalar {
  if (!isNumeric(scalar.type)) fail('TYPE_MISMATCH', node, `Minus wants a number, not ${scalar.type}.`);
  return call('negate', [scalar], scalar.type);
}

const COMPARISONS: ReadonlySet<string> = new Set(['=', '<>', '<', '<=', '>', '>=']);

function binary(
  operator: BinaryOperator,
  left: Scalar,
  right: Scalar,
  node: Extract<Syntax, { kind: 'binary' }>,
): Scalar {
  if (operator === 'and' || operator === 'or')
    return connect(operator, condition(left, node.left), condition(right, node.right));
  if (COMPARISONS.has(operator)) return call(operator, pair(left, right, node.right), 'boolean');
  if (operator === '||') {
    if (left.type !== 'text' || right.type !== 'text')
      fail('TYPE_MISMATCH', node, '|| joins texts.', 'CAST(x AS text) makes one.');
    return call('concat', [left, right], 'text');
  }
  if (!isNumeric(left.type) || !isNumeric(right.type))
    return fail(
      'TYPE_MISMATCH',
      node,
      `"${operator}" wants two numbers, not ${left.type} and ${right.type}.`,
      isTemporal(left.type) ? "DATE_DIFF('day', a, b) and DATE_ADD('day', n, t) reckon with time." : undefined,
    );
  const widened = operator !== '/' && isNarrow(left) && isNarrow(right) ? call('cast', [left], 'bigint') : left;
  return call(operator, [widened, right], arithmeticType(operator, left.type, right.type));
}

/** Engines may reckon with it in 32 bits, and overflow. */
const isNarrow = ({ kind, type }: Scalar): boolean => type === 'integer' || (type === 'bigint' && kind === 'literal');

/** Long chains of AND stay flat, so that they neither nest deeply nor print parentheses. */
function connect(name: 'and' | 'or', left: Scalar, right: Scalar): Scalar {
  const parts = (side: Scalar): readonly Scalar[] => (side.kind === 'call' && side.name === name ? side.args : [side]);
  return call(name, [...parts(left), ...parts(right)], 'boolean');
}

/** `/` always divides as doubles (rule N2); the rest stays exact where both sides are. */
function arithmeticType(operator: string, left: DataType, right: DataType): DataType {
  if (operator === '/') return 'double';
  const common = commonType(left, right) ?? 'double';
  if (common === 'integer') return 'bigint'; // 32 bits overflow
  if (common === 'double' || common === 'bigint') return common;
  const digits = (type: DataType): [number, number] => {
    const match = /\((\d+),(\d+)\)/.exec(type);
    return match ? [Number(match[1]), Number(match[2])] : type === 'integer' ? [10, 0] : [19, 0];
  };
  const [[p, s], [q, t]] = [digits(left), digits(right)];
  return operator === '*'
    ? decimal(p + q, s + t)
    : decimal(Math.max(p - s, q - t) + Math.max(s, t) + 1, Math.max(s, t));
}

const pair = (left: Scalar, right: Scalar, node: Syntax): [Scalar, Scalar] =>
  left.kind === 'literal' && right.kind !== 'literal'
    ? [comparable(right, left, node), right]
    : [left, comparable(left, right, node)];

const DATE_TEXT = /^\d{4}-\d{2}-\d{2}$/;
const TIMESTAMP_TEXT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?$/;

/** The other side of a comparison: of a type that can be compared; a text literal may stand for a date or timestamp. */
function comparable(side: Scalar, other: Scalar, node: Syntax): Scalar {
  if (isNullLiteral(other)) return literal(null, side.type);
  if (commonType(side.type, other.type) !== undefined) return other;
  if (other.kind === 'literal' && typeof other.value === 'string' && other.type === 'text') {
    if (side.type === 'date' && DATE_TEXT.test(other.value)) return literal(other.value, 'date');
    if (side.type === 'timestamp' && (DATE_TEXT.test(other.value) || TIMESTAMP_TEXT.test(other.value)))
      return literal(other.value.replace(' ', 'T'), 'timestamp');
  }
  return fail(
    'TYPE_MISMATCH',
    node,
    `${side.type} cannot be compared with ${other.type}.`,
    'Compare with a value of its type, or CAST one side.',
  );
}
