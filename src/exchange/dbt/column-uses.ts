import type { Syntax } from '../../expressions/syntax.js';
import { childrenOf } from '../../expressions/syntax-depth.js';

/** What a column is used for; without a catalogue its type is guessed from this. */
export type Use = 'time' | 'instant' | 'text' | 'number' | 'flag' | 'key';

/** What an expression does with its columns, where that says more than what the whole is for. */
export function usesIn(syntax: Syntax): ReadonlyMap<string, Use> {
  const here = new Map<string, Use>(childrenOf(syntax).flatMap((child) => [...usesIn(child)]));
  const use = operandUse(syntax);
  if (use !== undefined)
    for (const child of childrenOf(syntax))
      if (child.kind === 'name' && child.path.length === 1) here.set(child.path[0] ?? '', use);
  return here;
}

const LITERALS: Readonly<Record<string, Use>> = {
  number: 'number',
  text: 'text',
  boolean: 'flag',
  date: 'time',
  timestamp: 'instant',
};

/** Of a comparison by the literals in it: texts that are compared may be days, but are texts more often. */
function operandUse(syntax: Syntax): Use | undefined {
  if (syntax.kind === 'binary' && ['+', '-', '*', '/', '%'].includes(syntax.operator)) return 'number';
  if (syntax.kind === 'like' || (syntax.kind === 'binary' && syntax.operator === '||')) return 'text';
  if (syntax.kind !== 'binary' && syntax.kind !== 'in' && syntax.kind !== 'between') return undefined;
  return childrenOf(syntax)
    .map(({ kind }) => (Object.hasOwn(LITERALS, kind) ? LITERALS[kind] : undefined))
    .find((use) => use !== undefined);
}
