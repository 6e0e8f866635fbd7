import { type DataType, isDecimal } from '../../../expressions/data-type.js';
import type { Call, Scalar } from '../../../expressions/scalar.js';
import type { BinaryOperator, Syntax } from '../../../expressions/syntax.js';
import {
  allOf,
  binary,
  call,
  cases,
  castTo,
  choose,
  isNull,
  NOWHERE,
  name,
  nothing,
  number,
  text,
} from '../../expression.js';
import { unsayable } from './unsayable.js';

type Print = (args: readonly Syntax[], call: Call) => Syntax;

const infix =
  (operator: BinaryOperator): Print =>
  (args) =>
    args.reduce((left, right) => binary(operator, left, right));
const named =
  (as: string): Print =>
  (args) =>
    call(as, args);
const first = ([of]: readonly Syntax[]): Syntax => of as Syntax;
const isNonZero = (scalar: Scalar | undefined): boolean => scalar?.kind === 'literal' && Number(scalar.value) !== 0;
const isWhole = (scalar: Scalar | undefined): boolean =>
  scalar?.kind === 'literal' && Number(scalar.value) > 0 && Number.isInteger(Number(scalar.value));
const unitOf = ({ args: [unit] }: Call): string => (unit?.kind === 'literal' ? String(unit.value) : '');

export const asDouble = (syntax: Syntax, type: DataType | undefined): Syntax =>
  type === 'double' ? syntax : castTo(syntax, 'DOUBLE');

const notZero = (syntax: Syntax, scalar: Scalar | undefined): Syntax =>
  isNonZero(scalar) ? syntax : call('nullif', [syntax, number(0)]);

/** Where one is NULL some engines take the others. */
const nullIfAny =
  (as: string): Print =>
  (args) =>
    choose(
      args.map((arg) => isNull(arg)).reduce((left, right) => binary('or', left, right)),
      nothing,
      call(as, args),
    );

const TYPES: Partial<Record<DataType, string>> = { text: 'VARCHAR', integer: 'BIGINT' };
const EXACT = new Set<DataType>(['integer', 'bigint', 'text']);

/** Texts of times and fractions are spelled by each engine in its own way. */
function cast([of]: readonly Syntax[], { type, args: [arg] }: Call): Syntax {
  const from = arg?.type ?? type;
  if (type === 'text' && !EXACT.has(from)) return unsayable(`engines spell a ${from} as text each in their own way`);
  if ((from === 'double' || isDecimal(from)) && (type === 'integer' || type === 'bigint'))
    return unsayable('engines make whole numbers of fractions each in their own way');
  return castTo(of as Syntax, TYPES[type] ?? type.toUpperCase());
}

/** Of weeks the specification does not say how they are counted. */
const PARTS: Readonly<Record<string, string>> = {
  year: 'YEAR',
  quarter: 'QUARTER',
  month: 'MONTH',
  day: 'DAY',
  day_of_year: 'DAYOFYEAR',
  hour: 'HOUR',
  minute: 'MINUTE',
};

function extract(args: readonly Syntax[], of: Call): Syntax {
  const unit = unitOf(of);
  const part = Object.hasOwn(PARTS, unit) ? PARTS[unit] : undefined;
  return part === undefined
    ? unsayable(`the specification does not say what EXTRACT(${unit.toUpperCase()} FROM …) counts`)
    : call('extract', [text(part.toLowerCase()), ...args.slice(1)]);
}

/** DATEDIFF counts the borders that are crossed; between days that is the same. */
function dateDiff(args: readonly Syntax[], of: Call): Syntax {
  if (unitOf(of) !== 'day' || of.args.slice(1).some(({ type }) => type !== 'date'))
    return unsayable('DATEDIFF counts borders that are crossed, and DATE_DIFF whole units');
  return call('datediff', [name('day'), ...args.slice(1)]);
}

/** Functions and operators in the words of the specification's expression language, each with the meaning it has here. */
export const portableCalls: Readonly<Record<string, Print>> = {
  and: (args) => allOf(args) as Syntax,
  or: infix('or'),
  not: (args) => ({ kind: 'unary', operator: 'not', of: first(args), ...NOWHERE }),
  negate: (args) => ({ kind: 'unary', operator: '-', of: first(args), ...NOWHERE }),
  '=': infix('='),
  '<>': infix('<>'),
  '<': infix('<'),
  '<=': infix('<='),
  '>': infix('>'),
  '>=': infix('>='),
  '+': infix('+'),
  '-': infix('-'),
  '*': infix('*'),
  '/': ([a, b], { args }) => binary('/', asDouble(a as Syntax, args[0]?.type), notZero(b as Syntax, args[1])),
  '%': ([a, b], { args }) => call('mod', [a as Syntax, notZero(b as Syntax, args[1])]),
  is_null: (args) => isNull(first(args)),
  is_not_null: (args) => isNull(first(args), true),
  in: ([of, ...list]) => ({ kind: 'in', of: of as Syntax, list, negated: false, ...NOWHERE }),
  like: ([of, pattern, mark]) => ({
    kind: 'like',
    of: of as Syntax,
    pattern: pattern as Syntax,
    ...(mark && { escape: mark }),
    negated: false,
    ...NOWHERE,
  }),
  case: (args) => {
    const pairs = Array.from({ length: (args.length - 1) / 2 }, (_, at) => args.slice(2 * at, 2 * at + 2));
    const otherwise = args.at(-1) as Syntax;
    return cases(pairs as [Syntax, Syntax][], otherwise.kind === 'null' ? undefined : otherwise);
  },
  cast,
  concat: infix('||'),
  coalesce: named('coalesce'),
  nullif: named('nullif'),
  greatest: nullIfAny('greatest'),
  least: nullIfAny('least'),
  abs: named('abs'),
  sign: named('sign'),
  round: named('round'),
  floor: named('floor'),
  ceil: named('ceil'),
  exp: named('exp'),
  sqrt: (args) => call('sqrt', [choose(binary('<', first(args), number(0)), nothing, first(args))]),
  ln: (args) => call('ln', [choose(binary('<=', first(args), number(0)), nothing, first(args))]),
  power: (args, { args: [, exponent] }) =>
    isWhole(exponent) ? call('power', args) : unsayable('engines differ in what POWER is outside of its domain'),
  lower: named('lower'),
  upper: named('upper'),
  trim: named('trim'),
  length: named('length'),
  replace: named('replace'),
  substring: named('substring'),
  contains: named('contains'),
  starts_with: named('startswith'),
  ends_with: named('endswith'),
  date_trunc: (args, of) => call('date_trunc', [text(unitOf(of)), ...args.slice(1)]),
  extract,
  date_diff: dateDiff,
  date_add: (args, of) => call('dateadd', [name(unitOf(of)), ...args.slice(1)]),
};
