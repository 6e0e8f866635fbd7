import { AGGREGATES, COUNTS } from '../../../expressions/functions.js';
import type { Syntax } from '../../../expressions/syntax.js';

type Value = number | boolean | null;

/** What SQL makes of an expression over aggregates of no rows; undefined where that is not looked into. */
export function overNoRows(syntax: Syntax): Value | undefined {
  switch (syntax.kind) {
    case 'number':
      return Number(syntax.text);
    case 'null':
      return null;
    case 'boolean':
      return syntax.value;
    case 'cast':
      return overNoRows(syntax.of);
    case 'binary':
      return binary(syntax.operator, overNoRows(syntax.left), overNoRows(syntax.right));
    case 'case':
      return chosen(syntax);
    case 'call':
      return called(syntax);
    default:
      return undefined;
  }
}

function binary(operator: string, left: Value | undefined, right: Value | undefined): Value | undefined {
  if (left === undefined || right === undefined) return undefined;
  if (left === null || right === null) return operator === 'and' || operator === 'or' ? undefined : null;
  const [a, b] = [Number(left), Number(right)];
  const results: Readonly<Record<string, Value>> = {
    '+': a + b,
    '-': a - b,
    '*': a * b,
    '/': b === 0 ? null : a / b,
    '>': a > b,
    '>=': a >= b,
    '<': a < b,
    '<=': a <= b,
    '=': a === b,
    '<>': a !== b,
  };
  return results[operator];
}

function chosen({ of, branches, otherwise }: Extract<Syntax, { kind: 'case' }>): Value | undefined {
  if (of !== undefined) return undefined;
  for (const { when, then } of branches) {
    const holds = overNoRows(when);
    if (holds === undefined) return undefined;
    if (holds === true) return overNoRows(then);
  }
  return otherwise ? overNoRows(otherwise) : null;
}

function called({ name, args }: Extract<Syntax, { kind: 'call' }>): Value | undefined {
  if (Object.hasOwn(AGGREGATES, name)) return COUNTS.has(AGGREGATES[name]?.name ?? 'sum') ? 0 : null;
  const values = args.map(overNoRows);
  if (name === 'coalesce')
    return values.find((value) => value !== null) ?? (values.includes(undefined) ? undefined : null);
  const [a, b] = values;
  if (name === 'nullif') return a === undefined || b === undefined ? undefined : a === b ? null : a;
  return values.includes(null) ? null : undefined;
}
