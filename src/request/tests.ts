import type { DataType } from '../expressions/data-type.js';
import type { Comparison, PlainValue, Test } from './metric-request.js';
import type { TestInput, TextTestInput, ValueInput } from './query-input.js';
import type { ProblemList } from './reading.js';
import { commonType, readValue } from './values.js';

export const MOST_VALUES = 10_000;

const COMPARISONS = { eq: '=', ne: '<>', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const satisfies Record<
  string,
  Comparison
>;
const TEXT_TESTS = { contains: 'contains', startsWith: 'starts_with', endsWith: 'ends_with' } as const;

type TestKey = keyof TestInput;

/** Reads one test against the type of what it tests; undefined after a problem was added. */
export function readTest(problems: ProblemList, input: TestInput, type: DataType, at: string): Test | undefined {
  const keys = (Object.keys(input) as TestKey[]).filter((key) => input[key] !== undefined);
  const [key] = keys;
  if (key === undefined || keys.length > 1)
    return problems.add({
      code: 'INVALID_REQUEST',
      message: key === undefined ? 'The test is empty.' : `A test says one thing; this says ${keys.join(' and ')}.`,
      path: at,
      hint: 'Join several tests with all: [{…}, {…}].',
    });
  const given = input[key];
  const here = `${at}.${key}`;
  if (given === null || given === undefined)
    return problems.add({
      code: 'INVALID_VALUE',
      message: 'Nothing compares with null: such a test would keep no row.',
      path: here,
      hint: 'Use isNull: true, or leave the test out.',
    });
  switch (key) {
    case 'in':
    case 'notIn':
      return readList(problems, given as readonly (ValueInput | null)[], key, type, here);
    case 'between': {
      const { from, through } = given as { from: ValueInput; through: ValueInput };
      const ends = readValues(
        problems,
        [from, through],
        type,
        (index) => `${here}.${index === 0 ? 'from' : 'through'}`,
      );
      return (
        ends && {
          op: 'between',
          from: ends.values[0] as PlainValue,
          through: ends.values[1] as PlainValue,
          type: ends.type,
        }
      );
    }
    case 'contains':
    case 'startsWith':
    case 'endsWith': {
      const { text, ignoreCase } = given as TextTestInput;
      if (type !== 'text')
        return problems.add({
          code: 'INVALID_VALUE',
          message: `${key} searches in text; this is ${type}.`,
          path: here,
        });
      return { op: TEXT_TESTS[key], value: text, ignoreCase: ignoreCase ?? false, type };
    }
    case 'isNull':
      return { op: given === true ? 'is_null' : 'is_not_null', type };
    default: {
      const read = readValues(problems, [given as ValueInput], type, () => here);
      return read && { op: COMPARISONS[key], value: read.values[0] as PlainValue, type: read.type };
    }
  }
}

function readList(
  problems: ProblemList,
  given: readonly (ValueInput | null)[],
  key: 'in' | 'notIn',
  type: DataType,
  at: string,
): Test | undefined {
  if (given.length > MOST_VALUES)
    return problems.add({
      code: 'TOO_MANY_VALUES',
      message: `The list has ${given.length.toLocaleString('en-US')} values; at most ${MOST_VALUES.toLocaleString('en-US')} are taken.`,
      path: at,
      hint: 'Ask in several requests, or filter by a dimension that holds for all of them.',
    });
  const hasNull = given.includes(null);
  if (hasNull && key === 'notIn')
    return problems.add({
      code: 'INVALID_VALUE',
      message: 'notIn with a null would keep no row at all.',
      path: at,
      hint: 'Leave the null out; rows that are NULL are not kept by notIn anyway.',
    });
  const plain = given.filter((value): value is ValueInput => value !== null);
  const read = readValues(
    problems,
    plain,
    type,
    (index) => `${at}[${hasNull ? given.indexOf(plain[index] ?? null) : index}]`,
  );
  if (read === undefined) return undefined;
  const values = [...new Set(read.values)];
  return key === 'in'
    ? { op: 'in', values: hasNull ? [...values, null] : values, type: read.type }
    : { op: 'not_in', values, type: read.type };
}

/** Values with the one type that holds them all. Of many wrong ones the first is told. */
function readValues(
  problems: ProblemList,
  given: readonly ValueInput[],
  type: DataType,
  at: (index: number) => string,
): { readonly values: readonly PlainValue[]; readonly type: DataType } | undefined {
  const values: PlainValue[] = [];
  const types = new Set<DataType>();
  for (const [index, input] of given.entries()) {
    const read = readValue(input, type);
    if ('expected' in read)
      return problems.add({
        code: 'INVALID_VALUE',
        message: `This is ${type}: expected ${read.expected}.`,
        path: at(index),
      });
    values.push(read.value);
    types.add(read.type);
  }
  return { values, type: (types.size === 0 ? type : commonType([...types])) ?? type };
}
