import { comparison } from './expressions.js';
import type { Cell, Condition, Place } from './format.js';
import { lowerCase } from './lower-case.js';
import { Refused } from './refused.js';
import { readValue, type Value } from './values.js';

export type Truth = boolean | null;

/** What a condition may look at. */
export interface Facts {
  /** The dimension's value on the wall clock, cut to the grain, and the type that values to compare with have. */
  dimension(place: Place, grain: string | undefined): { value: Value; type: string };
  /** The value of a metric, for one `per` or in the group; undefined where there is none. */
  metric(name: string, per: string | undefined): Value | undefined;
}

const not = (t: Truth): Truth => (t === null ? null : !t);
const every = (truths: Truth[]): Truth => (truths.includes(false) ? false : truths.includes(null) ? null : true);
const some = (truths: Truth[]): Truth => (truths.includes(true) ? true : truths.includes(null) ? null : false);

/** Three-valued: NULL is unknown (F2). */
export function truth(condition: Condition, facts: Facts): Truth {
  if ('any' in condition) return some(condition.any.map((c) => truth(c, facts)));
  if ('all' in condition) return every(condition.all.map((c) => truth(c, facts)));
  if ('not' in condition) return not(truth(condition.not, facts));
  if ('metric' in condition) {
    const value = facts.metric(condition.metric, condition.per);
    if (value === undefined) return null;
    return test(value, condition.op, (cell) => metricOperand(cell), condition.value);
  }
  const { value, type } = facts.dimension(condition, condition.grain);
  return test(value, condition.op, (cell) => readValue(type, cell), condition.value, condition.ignore_case);
}

export const holds = (conditions: readonly Condition[], facts: Facts): boolean =>
  every(conditions.map((c) => truth(c, facts))) === true;

/** Metrics are compared as numbers, or as text where the value is no number. */
function metricOperand(cell: Cell): Value {
  if (typeof cell === 'number') return readValue(Number.isInteger(cell) ? 'bigint' : 'double', cell);
  if (typeof cell === 'string' && /^-?\d+(\.\d+)?$/.test(cell)) return readValue('decimal', cell);
  return cell;
}

function test(
  value: Value,
  op: string,
  read: (cell: Cell) => Value,
  operand?: Cell | Cell[],
  ignoreCase = false,
): Truth {
  if (op === 'is_null') return value === null;
  if (op === 'is_not_null') return value !== null;
  const fold = (v: Value) => (ignoreCase && typeof v === 'string' ? lowerCase(v) : v);
  const left = fold(value);
  const operands = (Array.isArray(operand) ? operand : [operand ?? null]).map((cell) => fold(read(cell)));
  const [first = null, second = null] = operands;
  switch (op) {
    case 'in':
      if (left === null) return operands.includes(null) ? true : null;
      return operands.some((o) => comparison('=', left, o) === true);
    case 'not_in':
      return left === null ? null : !operands.some((o) => comparison('=', left, o) === true);
    case 'between':
      return every([comparison('>=', left, first), comparison('<=', left, second)]);
    case 'contains':
      return left === null ? null : String(left).includes(String(first));
    case 'starts_with':
      return left === null ? null : String(left).startsWith(String(first));
    case 'ends_with':
      return left === null ? null : String(left).endsWith(String(first));
    case '=':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return comparison(op, left, first);
    default:
      throw new Refused('UNKNOWN_OPERATOR', op);
  }
}

/** All single conditions in a list, whatever they are nested in. */
export function atoms(
  conditions: readonly Condition[],
): Exclude<Condition, { any: unknown } | { all: unknown } | { not: unknown }>[] {
  return conditions.flatMap((c) => {
    if ('any' in c) return atoms(c.any);
    if ('all' in c) return atoms(c.all);
    return 'not' in c ? atoms([c.not]) : [c];
  });
}
