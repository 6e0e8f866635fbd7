import type { DataType } from './data-type.js';

/**
 * A typed expression over columns: plain data that prints, compares and hashes by itself.
 *
 * `column.relation` is the way to the row that holds the column: in the model '' for the dataset's own row or
 * 'member.country' for a linked one; in a plan the id of a relation.
 */
export type Scalar = ColumnRef | Literal | Value | Call | AggregateCall | Over;

export interface ColumnRef {
  readonly kind: 'column';
  readonly relation: string;
  readonly column: string;
  readonly type: DataType;
}

/** A constant from a definition. Numbers are kept as text, so that no digit is lost. */
export interface Literal {
  readonly kind: 'literal';
  readonly value: string | boolean | null;
  readonly type: DataType;
}

/** A value from a request: bound, never part of the statement's text. Numbers, dates and decimals as text. */
export interface Value {
  readonly kind: 'value';
  readonly value: string | boolean | null;
  readonly type: DataType;
}

/**
 * An operator or function from the allow-list (`functions.ts`), `case` as [when, then, when, then, else],
 * `in` as [x, a, b, …], `cast` to its own `type`.
 */
export interface Call {
  readonly kind: 'call';
  readonly name: string;
  readonly args: readonly Scalar[];
  readonly type: DataType;
}

export type AggregateName =
  | 'count'
  | 'count_distinct'
  | 'sum'
  | 'min'
  | 'max'
  | 'avg'
  | 'median'
  | 'percentile_cont'
  | 'percentile_disc'
  | 'stddev_samp'
  | 'stddev_pop'
  | 'var_samp'
  | 'var_pop'
  | 'approx_distinct'
  | 'approx_percentile'
  | 'hll_sketch'
  | 'tdigest_sketch'
  | 'bool_and'
  | 'bool_or'
  | 'corr'
  | 'covar_samp'
  | 'covar_pop'
  | 'regr_slope'
  | 'regr_intercept'
  | 'any_value'
  | 'min_by'
  | 'max_by';

/** Sketches are made for rollups alone. `args` is empty for COUNT(*), the value and then its keys for `min_by` and `max_by`; `fraction` is the p of a percentile, between 0 and 1, as text. */
export interface AggregateCall {
  readonly kind: 'aggregate';
  readonly name: AggregateName;
  readonly args: readonly Scalar[];
  readonly fraction?: string | undefined;
  readonly where?: Scalar | undefined;
  readonly type: DataType;
}

export type WindowFunction = 'row_number' | 'rank' | 'dense_rank' | 'min' | 'max' | 'lead' | 'lag';

/**
 * A window function over the rows of a relation: `lead` and `lag` take the value and a count. With `ignoreNulls` rows
 * whose value is NULL are passed over.
 */
export interface Over {
  readonly kind: 'over';
  readonly name: WindowFunction;
  readonly ignoreNulls?: true | undefined;
  readonly args: readonly Scalar[];
  readonly partitionBy: readonly Scalar[];
  readonly orderBy: readonly {
    readonly value: Scalar;
    readonly direction: 'asc' | 'desc';
    readonly nulls: 'first' | 'last';
  }[];
  readonly type: DataType;
}

export const column = (relation: string, name: string, type: DataType): ColumnRef => ({
  kind: 'column',
  relation,
  column: name,
  type,
});
export const literal = (value: Literal['value'], type: DataType): Literal => ({ kind: 'literal', value, type });
export const value = (of: Value['value'], type: DataType): Value => ({ kind: 'value', value: of, type });
export const call = (name: string, args: readonly Scalar[], type: DataType): Call => ({
  kind: 'call',
  name,
  args,
  type,
});

export const TRUE: Literal = literal(true, 'boolean');
export const FALSE: Literal = literal(false, 'boolean');
export const nullOf = (type: DataType): Literal => literal(null, type);

export const not = (x: Scalar): Scalar => call('not', [x], 'boolean');
export const isNull = (x: Scalar): Scalar => call('is_null', [x], 'boolean');
export const isNotNull = (x: Scalar): Scalar => call('is_not_null', [x], 'boolean');
/** False of a value, unknown of NULL. */
export const neverTrue = (x: Scalar): Scalar => call('and', [isNull(x), nullOf('boolean')], 'boolean');
export const equals = (a: Scalar, b: Scalar): Scalar => call('=', [a, b], 'boolean');

/** Conjunction; an empty one is true. */
export function all(parts: readonly Scalar[]): Scalar {
  const [first, ...rest] = parts;
  return first === undefined ? TRUE : rest.length === 0 ? first : call('and', parts, 'boolean');
}

/** Disjunction; an empty one is false. */
export function any(parts: readonly Scalar[]): Scalar {
  const [first, ...rest] = parts;
  return first === undefined ? FALSE : rest.length === 0 ? first : call('or', parts, 'boolean');
}

/** CASE WHEN … THEN … ELSE … END. */
export const choose = (when: Scalar, then: Scalar, otherwise: Scalar, type = then.type): Scalar =>
  call('case', [when, then, otherwise], type);

/** The same tree with each node replaced bottom-up; a node that stays is the very same object. */
export function mapScalar(scalar: Scalar, change: (node: Scalar) => Scalar): Scalar {
  switch (scalar.kind) {
    case 'call': {
      const args = mapAll(scalar.args, change);
      return change(args === scalar.args ? scalar : { ...scalar, args });
    }
    case 'aggregate': {
      const args = mapAll(scalar.args, change);
      const where = scalar.where && mapScalar(scalar.where, change);
      return change(args === scalar.args && where === scalar.where ? scalar : { ...scalar, args, where });
    }
    case 'over': {
      const args = mapAll(scalar.args, change);
      const partitionBy = mapAll(scalar.partitionBy, change);
      const keys = mapAll(
        scalar.orderBy.map((key) => key.value),
        change,
      );
      return change({
        ...scalar,
        args,
        partitionBy,
        orderBy: scalar.orderBy.map((key, index) => ({ ...key, value: keys[index] ?? key.value })),
      });
    }
    default:
      return change(scalar);
  }
}

function mapAll(args: readonly Scalar[], change: (node: Scalar) => Scalar): readonly Scalar[] {
  let changed = false;
  const mapped = args.map((arg) => {
    const now = mapScalar(arg, change);
    if (now !== arg) changed = true;
    return now;
  });
  return changed ? mapped : args;
}

/** Visits each node, parents first. */
export function visitScalar(scalar: Scalar, visit: (node: Scalar) => void): void {
  visit(scalar);
  if (scalar.kind === 'call') for (const arg of scalar.args) visitScalar(arg, visit);
  if (scalar.kind === 'aggregate') {
    for (const arg of scalar.args) visitScalar(arg, visit);
    if (scalar.where) visitScalar(scalar.where, visit);
  }
  if (scalar.kind === 'over')
    for (const each of [...scalar.args, ...scalar.partitionBy, ...scalar.orderBy.map((key) => key.value)])
      visitScalar(each, visit);
}

/** The columns that an expression reads. */
export function columnsOf(scalar: Scalar): readonly ColumnRef[] {
  const found: ColumnRef[] = [];
  visitScalar(scalar, (node) => {
    if (node.kind === 'column') found.push(node);
  });
  return found;
}

export function hasWindow(scalar: Scalar): boolean {
  let found = false;
  visitScalar(scalar, (node) => {
    found ||= node.kind === 'over';
  });
  return found;
}

export function hasAggregate(scalar: Scalar): boolean {
  let found = false;
  visitScalar(scalar, (node) => {
    found ||= node.kind === 'aggregate';
  });
  return found;
}
