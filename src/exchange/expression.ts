import { parseExpression } from '../expressions/parser.js';
import type { BinaryOperator, Syntax } from '../expressions/syntax.js';
import { childrenOf } from '../expressions/syntax-depth.js';
import type { Origin, Report } from './report.js';

/** Trees that are put together here stand in no text. */
export const NOWHERE = { start: 0, end: 0 };

export type CallSyntax = Extract<Syntax, { kind: 'call' }>;

export const name = (...path: readonly string[]): Syntax => ({ kind: 'name', path, ...NOWHERE });
export const text = (value: string): Syntax => ({ kind: 'text', value, ...NOWHERE });
export const number = (value: number): Syntax => ({ kind: 'number', text: String(value), ...NOWHERE });
export const star: Syntax = { kind: 'star', ...NOWHERE };
export const call = (of: string, args: readonly Syntax[], more: { distinct?: boolean; withinGroup?: Syntax } = {}) =>
  ({ kind: 'call', name: of, args, distinct: false, ...more, ...NOWHERE }) satisfies Syntax;
export const binary = (operator: BinaryOperator, left: Syntax, right: Syntax): Syntax =>
  ({ kind: 'binary', operator, left, right, ...NOWHERE }) satisfies Syntax;

export const castTo = (of: Syntax, type: string): Syntax => ({ kind: 'cast', of, type, ...NOWHERE });
export const nothing: Syntax = { kind: 'null', ...NOWHERE };
export const isNull = (of: Syntax, negated = false): Syntax => ({ kind: 'isNull', of, negated, ...NOWHERE });
export const cases = (pairs: readonly (readonly [Syntax, Syntax])[], otherwise?: Syntax): Syntax => ({
  kind: 'case',
  branches: pairs.map(([when, then]) => ({ when, then })),
  ...(otherwise && { otherwise }),
  ...NOWHERE,
});
export const choose = (when: Syntax, then: Syntax, otherwise?: Syntax): Syntax => cases([[when, then]], otherwise);

/** All of them; undefined where there is none. */
export const allOf = (conditions: readonly Syntax[]): Syntax | undefined =>
  conditions.length === 0 ? undefined : conditions.reduce((left, right) => binary('and', left, right));

/**
 * SQL of somebody else's as a tree of our expressions, or a loss.
 * @param shown the text as they have it
 */
export function readSql(sql: string, origin: Origin, report: Report, shown = sql): Syntax | undefined {
  const parsed = parseExpression(sql);
  if ('problem' in parsed)
    return report.loss(
      origin,
      `Its SQL is not one of our expressions. ${parsed.problem.message} In: ${shown}`,
      'INVALID_EXPRESSION',
    );
  for (const [found, assumed] of differencesIn(parsed.syntax))
    report.add('guess', origin, `${found} is taken as ours: ${assumed}. In: ${shown}`);
  return parsed.syntax;
}

/** Names in a tree, as they stand there. */
export function namesIn(syntax: Syntax): readonly (readonly string[])[] {
  if (syntax.kind === 'name') return [syntax.path];
  return childrenOf(syntax).flatMap(namesIn);
}

/** Functions and operators that warehouses do not agree on; who wrote them means their own. */
const MEANINGS: Readonly<Record<string, string>> = {
  '/': 'it divides as doubles, and by 0 gives NULL',
  concat: 'NULL where one of them is NULL',
  greatest: 'NULL where one of them is NULL',
  least: 'NULL where one of them is NULL',
  date_diff: 'whole units, fractions cut off',
  ln: 'NULL outside of its domain',
  sqrt: 'NULL outside of its domain',
  power: 'NULL where it is no real number',
  extract: 'days of the week are 1 for Monday to 7',
  date_part: 'days of the week are 1 for Monday to 7',
  date_trunc: 'weeks begin on Monday, and times are UTC',
};

function differencesIn(syntax: Syntax): readonly (readonly [string, string])[] {
  const said = syntax.kind === 'binary' ? syntax.operator : syntax.kind === 'call' ? syntax.name : '';
  const meaning = Object.hasOwn(MEANINGS, said) ? MEANINGS[said] : undefined;
  const here =
    meaning !== undefined && !isPlainPart(syntax) && !isOurDivision(syntax)
      ? [[said.toUpperCase(), meaning] as const]
      : [];
  return [...here, ...childrenOf(syntax).flatMap(differencesIn)];
}

const WEEKLY = new Set(['week', 'day_of_week', 'dow', 'dayofweek', 'isodow']);

/** A month or a year is the same everywhere. */
function isPlainPart(syntax: Syntax): boolean {
  if (syntax.kind !== 'call' || !['extract', 'date_part', 'date_trunc'].includes(syntax.name)) return false;
  const [unit] = syntax.args;
  return unit?.kind === 'text' && !WEEKLY.has(unit.value.toLowerCase());
}

/** Of doubles, and by nothing that is 0. */
function isOurDivision(syntax: Syntax): boolean {
  if (syntax.kind !== 'binary' || syntax.left.kind !== 'cast' || !/^double/i.test(syntax.left.type)) return false;
  const { right } = syntax;
  const [, by] = right.kind === 'call' && right.name === 'nullif' ? right.args : [];
  return (right.kind === 'number' && Number(right.text) !== 0) || (by?.kind === 'number' && Number(by.text) === 0);
}

/** The tree with some of its nodes replaced. */
export function replaced(syntax: Syntax, replace: (node: Syntax) => Syntax | undefined): Syntax {
  const other = replace(syntax);
  if (other !== undefined) return other;
  return Object.fromEntries(
    Object.entries(syntax).map(([key, value]) => [key, replacedIn(value, replace)]),
  ) as unknown as Syntax;
}

function replacedIn(value: unknown, replace: (node: Syntax) => Syntax | undefined): unknown {
  if (Array.isArray(value)) return value.map((each) => replacedIn(each, replace));
  if (typeof value !== 'object' || value === null) return value;
  if ('kind' in value) return replaced(value as Syntax, replace);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replacedIn(inner, replace)]));
}
