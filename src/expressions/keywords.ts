import type { BinaryOperator } from './syntax.js';

/** How tightly operators bind, loosest first. */
export const LOWEST = 0;
export const OR = 1;
export const AND = 2;
export const NOT = 3;
export const PREDICATE = 4;
export const CONCAT = 5;
export const SUM = 6;
export const PRODUCT = 7;
export const SIGN = 8;

interface Operator {
  readonly operator: BinaryOperator;
  readonly binds: number;
}

const at = (binds: number, ...operators: readonly BinaryOperator[]): [string, Operator][] =>
  operators.map((operator) => [operator, { operator, binds }]);

export const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ...at(PREDICATE, '=', '<>', '<', '<=', '>', '>='),
  ['!=', { operator: '<>', binds: PREDICATE }],
  ...at(CONCAT, '||'),
  ...at(SUM, '+', '-'),
  ...at(PRODUCT, '*', '/', '%'),
]);

export const PREDICATE_WORDS = new Set(['IS', 'IN', 'BETWEEN', 'LIKE']);

/** Words that cannot be a bare name; after a dot, before a dot or in double quotes they can. */
export const RESERVED = new Set(
  'AND OR NOT IN BETWEEN LIKE IS NULL TRUE FALSE CASE WHEN THEN ELSE END DISTINCT SELECT'.split(' '),
);

/** Words that people put after an expression, and why they cannot stand there. */
export const TRAILING_HINTS: Record<string, string> = {
  OVER: 'Window functions are not part of expressions: cumulative metrics and ranks are kinds of metrics.',
  AS: 'An expression has no alias: its name is the key it stands under.',
  FROM: 'An expression is one value of the dataset it stands in, without FROM.',
  WHERE: 'Conditions stand in where:, or in FILTER (WHERE …) after an aggregate.',
  ILIKE: 'Write LOWER(x) LIKE lower-case text.',
  COLLATE: 'Texts are compared by code point; leave COLLATE out.',
};
export const STATEMENTS = new Set(
  'SELECT WITH INSERT UPDATE DELETE CREATE DROP ALTER SET COPY ATTACH CALL TRUNCATE'.split(' '),
);
export const ONE_EXPRESSION = 'An expression is one SQL value: no statements and no subqueries.';
