import { all, any, call, equals, isNull, type Scalar } from '../expressions/scalar.js';

/** What the columns of a partition hold, each as text; undefined where it may be anything. */
export type PartitionValue = readonly (string | null | undefined)[];

/** Makes a value of a column out of its text. */
type Constant = (text: string, column: Scalar) => Scalar;

type Order = '<' | '<=' | '>' | '>=';

/**
 * Columns in the order in which the first that differs decides, `(year, month, day) >= (2024, 3, 10)`, said column by
 * column: engines know what that says of partitions, and of a row they do not.
 */
export function compareInOrder(order: Order, columns: readonly Scalar[], values: readonly Scalar[]): Scalar {
  const [[column, ...others], [value, ...rest]] = [columns, values];
  if (column === undefined || value === undefined) throw new RangeError('no columns to compare');
  if (others.length === 0) return compare(order, column, value);
  const strictly = order === '<' || order === '<=' ? '<' : '>';
  return any([compare(strictly, column, value), all([equals(column, value), compareInOrder(order, others, rest)])]);
}

/** Both ends included, each null where nothing bounds it; parts that all values share are named once. */
export function within(
  columns: readonly Scalar[],
  from: readonly Scalar[] | null,
  to: readonly Scalar[] | null,
): readonly Scalar[] {
  const [column, ...others] = columns;
  const [[first, ...fromRest], [last, ...toRest]] = [from ?? [], to ?? []];
  if (column === undefined) return [];
  if (first === undefined || last === undefined || others.length === 0)
    return [
      ...(from === null ? [] : [compareInOrder('>=', columns, from)]),
      ...(to === null ? [] : [compareInOrder('<=', columns, to)]),
    ];
  if (isSame(first, last)) return [equals(column, first), ...within(others, fromRest, toRest)];
  const between = all([compare('>', column, first), compare('<', column, last)]);
  return [
    any([
      all([equals(column, first), compareInOrder('>=', others, fromRest)]),
      ...(areNeighbours(first, last) ? [] : [between]),
      all([equals(column, last), compareInOrder('<=', others, toRest)]),
    ]),
  ];
}

/** The ways in which the columns hold one of the values. */
export function waysToHold(
  columns: readonly Scalar[],
  values: readonly PartitionValue[],
  constant: Constant,
): readonly Scalar[] {
  const [column, ...others] = columns;
  if (column === undefined || others.length > 0)
    return values.map((each) => all(columns.flatMap((of, at) => holds(of, each[at], constant))));
  const texts = values.flatMap(([text]) => (text == null ? [] : [constant(text, column)]));
  return [
    ...(values.some(([text]) => text === null) ? [isNull(column)] : []),
    ...(texts.length > 0 ? [call('in', [column, ...texts], 'boolean')] : []),
  ];
}

const holds = (of: Scalar, text: string | null | undefined, constant: Constant): readonly Scalar[] =>
  text === undefined ? [] : [text === null ? isNull(of) : equals(of, constant(text, of))];

const compare = (order: Order, column: Scalar, value: Scalar): Scalar => call(order, [column, value], 'boolean');

const isSame = (a: Scalar, b: Scalar): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Such as the years 2023 and 2024, between which nothing lies. */
const areNeighbours = (a: Scalar, b: Scalar): boolean =>
  a.kind === 'value' && b.kind === 'value' && Number(b.value) - Number(a.value) === 1;
