import type { Syntax } from '../expressions/syntax.js';
import { childrenOf } from '../expressions/syntax-depth.js';

/** What a column is used for; where nobody says its type it is guessed from this. */
export type Use = 'time' | 'instant' | 'text' | 'number' | 'flag' | 'key';

/**
 * What an expression does with the columns it names, where that says more than what the whole is for.
 * @returns by names as they stand there, `amount` or `orders.amount`
 */
export function usesIn(syntax: Syntax, whole?: Use): ReadonlyMap<string, Use> {
  if (syntax.kind === 'name') return new Map(whole ? [[syntax.path.join('.'), whole]] : []);
  const use = operandUse(syntax);
  return new Map(
    childrenOf(syntax).flatMap((child) => [
      ...usesIn(child, use ?? (isCondition(syntax, child) ? 'flag' : isPassedOn(syntax, child) ? whole : undefined)),
    ]),
  );
}

const LITERALS: Readonly<Record<string, Use>> = {
  number: 'number',
  text: 'text',
  boolean: 'flag',
  date: 'time',
  timestamp: 'instant',
};
const ARITHMETIC = ['+', '-', '*', '/', '%'];
const OF_NUMBERS =
  /^(sum|avg|median|percentile_cont|stddev|variance|corr|covar_|regr_|var_|abs|round|floor|ceil|sqrt|ln|exp|power)/;

/** Of a comparison by the literals in it: texts that are compared may be days, but are texts more often. */
function operandUse(syntax: Syntax): Use | undefined {
  if (syntax.kind === 'call') return OF_NUMBERS.test(syntax.name) ? 'number' : undefined;
  if (syntax.kind === 'binary' && ARITHMETIC.includes(syntax.operator)) return 'number';
  if (syntax.kind === 'like' || (syntax.kind === 'binary' && syntax.operator === '||')) return 'text';
  if (syntax.kind !== 'binary' && syntax.kind !== 'in' && syntax.kind !== 'between') return undefined;
  return childrenOf(syntax)
    .map(({ kind }) => (Object.hasOwn(LITERALS, kind) ? LITERALS[kind] : undefined))
    .find((use) => use !== undefined);
}

const isCondition = (syntax: Syntax, child: Syntax): boolean =>
  (syntax.kind === 'case' && syntax.of === undefined && syntax.branches.some(({ when }) => when === child)) ||
  (syntax.kind === 'binary' && (syntax.operator === 'and' || syntax.operator === 'or')) ||
  (syntax.kind === 'unary' && syntax.operator === 'not');

/** Whether what the whole is for holds for a part too. */
function isPassedOn(syntax: Syntax, child: Syntax): boolean {
  if (syntax.kind === 'case') return syntax.branches.every(({ when }) => when !== child) && syntax.of !== child;
  return (
    syntax.kind === 'unary' || (syntax.kind === 'call' && (syntax.name === 'coalesce' || syntax.name === 'nullif'))
  );
}
