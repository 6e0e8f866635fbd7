import { any, type Scalar, visitScalar } from '../../expressions/scalar.js';
import { type Aggregate, type Join, type PlanNode, relationOf } from '../plan.js';
import { conjuncts } from './canonical-conjuncts.js';
import { aggregateOfCounted } from './filter-below-aggregate.js';
import type { Rule } from './rules.js';

/**
 *   filter[part.type = 'TIN']            filter[part.type = 'TIN']
 *     left join part                       left join order
 *       left join order           =>         inner join part
 *         lineitem                             lineitem
 *
 * A row that reaches no part fails the condition, so it need not be kept; nor need one that does not reach what an inner
 * join goes on from. Inner joins come first: an engine keeps left joins where they stand, and would carry rows through
 * them that are dropped afterwards. The same holds of rows that no measure counts, where groups without a counted row go.
 */
export const innerWhereNullFails: Rule = (node, shared) => {
  if (node.kind === 'filter' && node.input.kind === 'join') return innerWhere(node, node.where);
  const aggregate = shared ? undefined : aggregateOfCounted(node);
  if (aggregate === undefined) return node;
  const input = innerWhere(aggregate.input, countedOf(aggregate));
  if (input === aggregate.input) return node;
  return node.kind === 'filter' ? { ...node, input: { ...aggregate, input } } : { ...aggregate, input };
};

/** Joins below, of whose rows only those are wanted that pass the conditions. */
function innerWhere(node: PlanNode, conditions: readonly Scalar[]): PlanNode {
  if (node.kind === 'filter') {
    const input = innerWhere(node.input, [...node.where, ...conditions]);
    return input === node.input ? node : { ...node, input };
  }
  if (node.kind !== 'join') return node;
  const { base, joins } = chainOf(node);
  const failing = failingRelations(conditions.flatMap(conjuncts), joins);
  const typed = joins.map(
    (join): Link => (join.type === 'left' && failing.has(relationOf(join.right)) ? { ...join, type: 'inner' } : join),
  );
  const ordered = innerFirst(typed);
  return ordered.every((link, at) => link === joins[at]) ? node : chained(base, ordered);
}

/** What a row must pass to count for some measure; nothing where one takes every row. */
function countedOf({ measures }: Aggregate): readonly Scalar[] {
  const conditions = measures.flatMap(({ value: { where } }) => where ?? []);
  return conditions.length > 0 && conditions.length === measures.length ? [any(conditions)] : [];
}

/** A join without its left side. */
export type Link = Pick<Join, 'type' | 'right' | 'on'>;

/** Joins from left to right, and what the first starts from. */
export function chainOf(node: Join): { readonly base: PlanNode; readonly joins: readonly Link[] } {
  const joins: Link[] = [];
  let at: PlanNode = node;
  for (; at.kind === 'join'; at = at.left) joins.unshift(at);
  return { base: at, joins };
}

export const chained = (base: PlanNode, joins: readonly Link[]): PlanNode =>
  joins.reduce<PlanNode>((left, { type, right, on }) => ({ kind: 'join', type, left, right, on }), base);

/** The joined relations without whose row some condition, or the ON of an inner join, cannot be true. */
function failingRelations(where: readonly Scalar[], joins: readonly Link[]): ReadonlySet<string> {
  const failing = new Set<string>();
  const needs = [...where];
  const inner = new Set<Link>();
  for (let grown = true; grown; ) {
    grown = false;
    for (const join of joins) {
      const relation = relationOf(join.right);
      if (!failing.has(relation) && needs.some((need) => failsOnNulls(need, relation))) failing.add(relation);
      if (inner.has(join) || !(join.type === 'inner' || failing.has(relation))) continue;
      inner.add(join);
      needs.push(...join.on.flatMap(conjuncts));
      grown = true;
    }
  }
  return failing;
}

/** A join waits for the relations that its ON reads; among those that are ready inner ones go first. */
function innerFirst(joins: readonly Link[]): readonly Link[] {
  const waiting = [...joins];
  const placed: Link[] = [];
  while (waiting.length > 0) {
    const missing = new Set(waiting.map(({ right }) => relationOf(right)));
    const ready = waiting.filter((join) =>
      [...relationsIn(join.on)].every((each) => each === relationOf(join.right) || !missing.has(each)),
    );
    const next = ready.find(({ type }) => type === 'inner') ?? ready[0];
    if (next === undefined) return joins;
    waiting.splice(waiting.indexOf(next), 1);
    placed.push(next);
  }
  return placed;
}

function relationsIn(scalars: readonly Scalar[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const scalar of scalars) visitScalar(scalar, (node) => node.kind === 'column' && found.add(node.relation));
  return found;
}

/** Functions that make NULL of a NULL argument. */
const STRICT: ReadonlySet<string> = new Set([
  ...['=', '<>', '<', '<=', '>', '>=', '+', '-', '*', '/', '%', 'negate', 'not', 'cast'],
  ...['like', 'contains', 'starts_with', 'ends_with', 'lower', 'upper', 'trim', 'length', 'substring', 'concat'],
  ...['trunc', 'date_trunc', 'extract', 'at_zone', 'from_zone', 'wall', 'date_add', 'date_diff'],
  ...['abs', 'sign', 'round', 'floor', 'ceil'],
]);

/** Whether it is not true wherever all columns of the relation are NULL; a no may only mean that this is not seen. */
export function failsOnNulls(scalar: Scalar, relation: string): boolean {
  if (scalar.kind !== 'call') return isNullOnNulls(scalar, relation);
  const [first] = scalar.args;
  switch (scalar.name) {
    case 'and':
      return scalar.args.some((arg) => failsOnNulls(arg, relation));
    case 'or':
      return scalar.args.every((arg) => failsOnNulls(arg, relation));
    case 'is_not_null':
      return first !== undefined && isNullOnNulls(first, relation);
    default:
      return isNullOnNulls(scalar, relation);
  }
}

function isNullOnNulls(scalar: Scalar, relation: string): boolean {
  if (scalar.kind === 'column') return scalar.relation === relation;
  if (scalar.kind !== 'call') return false;
  const [first] = scalar.args;
  if (scalar.name === 'in') return first !== undefined && isNullOnNulls(first, relation);
  return STRICT.has(scalar.name) && scalar.args.some((arg) => isNullOnNulls(arg, relation));
}
