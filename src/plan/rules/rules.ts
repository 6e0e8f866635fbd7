import { mapScalar, type Scalar } from '../../expressions/scalar.js';
import type { Model } from '../../model/model.js';
import { inputsOfNode, type PlanNode } from '../plan.js';
import { aggregateBeforeJoin } from './aggregate-before-join.js';
import { booleanItself } from './boolean-itself.js';
import { canonicalConjuncts } from './canonical-conjuncts.js';
import { caseItself } from './case-itself.js';
import { compareBareColumn } from './compare-bare-column.js';
import { filterBelowAggregate } from './filter-below-aggregate.js';
import { innerWhereNullFails } from './inner-where-null-fails.js';
import { mergeFilters } from './merge-filters.js';
import { oneEntity } from './one-entity.js';

/**
 * A rewrite of one node. Nothing to say means the very same object back.
 * @param shared whether the node's input stands in other places too: a copy of it would be computed again
 */
export type Rule = (node: PlanNode, shared?: boolean) => PlanNode;
/** A rewrite of one scalar, wherever it stands. */
export type ScalarRule = (scalar: Scalar) => Scalar;

const SCALAR_RULES: readonly ScalarRule[] = [compareBareColumn, booleanItself];
/** Pass after pass: what the first moves down, the second meets there. */
const passesFor = (model: Model): readonly (readonly Rule[])[] => [
  [filterBelowAggregate],
  [mergeFilters, canonicalConjuncts, innerWhereNullFails],
  [oneEntity],
  [caseItself, mergeFilters, canonicalConjuncts],
  [aggregateBeforeJoin(model)],
];

/** Applies every rule of a pass once to every node, inputs first. */
export function applyRules(node: PlanNode, model: Model): PlanNode {
  const rewriteScalar = (of: Scalar): Scalar =>
    mapScalar(of, (each) => SCALAR_RULES.reduce((now, rule) => rule(now), each));
  const same = (of: Scalar): Scalar => of;
  return passesFor(model).reduce((now, rules, pass) => applyPass(now, rules, pass === 0 ? rewriteScalar : same), node);
}

/** One more rule, over a plan that is made: inputs first. */
export const applyRule = (node: PlanNode, rule: Rule): PlanNode => applyPass(node, [rule], (scalar) => scalar);

function applyPass(node: PlanNode, rules: readonly Rule[], scalar: ScalarRule): PlanNode {
  const done = new Map<PlanNode, PlanNode>(); // a node that stands in two places stays one node
  const uses = usesIn(node);
  const rewrite = (at: PlanNode): PlanNode => {
    const shared = inputsOfNode(at).some((input) => (uses.get(input) ?? 0) > 1);
    const rewritten = done.get(at) ?? rules.reduce((now, rule) => rule(now, shared), mapNode(at, rewrite, scalar));
    done.set(at, rewritten);
    return rewritten;
  };
  return rewrite(node);
}

/** In how many places each node stands. */
function usesIn(root: PlanNode): ReadonlyMap<PlanNode, number> {
  const uses = new Map<PlanNode, number>();
  const count = (node: PlanNode): void => {
    const seen = uses.get(node) ?? 0;
    uses.set(node, seen + 1);
    if (seen === 0) for (const input of inputsOfNode(node)) count(input);
  };
  count(root);
  return uses;
}

/** The same node with its inputs and scalars replaced. */
export function mapNode(
  node: PlanNode,
  input: (node: PlanNode) => PlanNode,
  scalar: (scalar: Scalar) => Scalar,
): PlanNode {
  const named = <T extends Scalar>(columns: readonly { readonly name: string; readonly value: T }[]) =>
    columns.map(({ name, value }) => ({ name, value: scalar(value) as T }));
  switch (node.kind) {
    case 'scan':
      return node;
    case 'join':
      return { ...node, left: input(node.left), right: input(node.right), on: node.on.map(scalar) };
    case 'filter':
      return { ...node, input: input(node.input), where: node.where.map(scalar) };
    case 'project':
      return { ...node, input: input(node.input), columns: named(node.columns) };
    case 'aggregate':
      return { ...node, input: input(node.input), groups: named(node.groups), measures: named(node.measures) };
    case 'union':
      return { ...node, inputs: node.inputs.map(input) };
    case 'series':
      return {
        ...node,
        input: node.input === null ? null : input(node.input),
        from: scalar(node.from),
        through: scalar(node.through),
      };
    case 'sort':
      return { ...node, input: input(node.input), by: node.by.map((key) => ({ ...key, value: scalar(key.value) })) };
  }
}
