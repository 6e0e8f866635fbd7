import { bind } from '../../expressions/bind.js';
import { type Scalar, visitScalar } from '../../expressions/scalar.js';
import type { Syntax } from '../../expressions/syntax.js';
import { fail, Unbound } from './select-problem.js';
import { type Relation, selectScope } from './select-scope.js';

/** A typed expression over the tables of a SELECT. */
export function bound(syntax: Syntax, relations: readonly Relation[], aggregates: boolean): Scalar {
  const result = bind(syntax, selectScope(relations, aggregates));
  if ('problem' in result) throw new Unbound(result.problem);
  visitScalar(result.scalar, (node) => {
    if (node.kind === 'call' && node.name === 'period')
      fail(
        'UNKNOWN_FUNCTION',
        syntax.start,
        'PERIOD goes by the time zone of a query, which a SELECT does not know.',
        'Write DATE_TRUNC, which is in UTC.',
      );
  });
  return result.scalar;
}

export function condition(syntax: Syntax, relations: readonly Relation[], aggregates: boolean): Scalar {
  const scalar = bound(syntax, relations, aggregates);
  return scalar.type === 'boolean'
    ? scalar
    : fail(
        'TYPE_MISMATCH',
        syntax.start,
        `A condition is true or false; this is ${scalar.type}.`,
        'Compare it with a value.',
      );
}
