import type { Scalar } from '../expressions/scalar.js';
import { type Aggregate, inputsOfNode, type Join, type Named, type PlanNode } from '../plan/plan.js';
import { mapNode } from '../plan/rules/rules.js';

/** Rows taken apart: what is joined to the base, first to last, and kept. */
export interface RowsOf {
  readonly base: PlanNode;
  readonly joins: readonly Join[];
  readonly where: readonly Scalar[];
}

/** An aggregation of rows, taken apart. Everything above it reads its groups and measures alone. */
export interface Leaf extends RowsOf {
  readonly aggregate: Aggregate;
}

export function rowsOf(input: PlanNode): RowsOf {
  const where: Scalar[] = [];
  let joined: PlanNode = input;
  for (; joined.kind === 'filter'; joined = joined.input) where.push(...joined.where);
  const joins: Join[] = [];
  let base: PlanNode = joined;
  for (; base.kind === 'join'; base = base.left) joins.unshift(base);
  return { base, joins, where };
}

export const leafOf = (aggregate: Aggregate): Leaf => ({ aggregate, ...rowsOf(aggregate.input) });

/** The rows of a leaf as a node again. */
export function nodeOf({ base, joins, where }: RowsOf): PlanNode {
  const joined = joins.reduce<PlanNode>((left, join) => ({ ...join, left }), base);
  return where.length === 0 ? joined : { kind: 'filter', input: joined, where };
}

/** The aggregation of other rows, or to other measures. */
export const aggregated = (
  leaf: Leaf,
  change: Partial<RowsOf> & { readonly measures?: readonly Named[] } = {},
): Leaf => {
  const { measures, ...rows } = change;
  const changed = { base: leaf.base, joins: leaf.joins, where: leaf.where, ...rows };
  const aggregate = { ...leaf.aggregate, ...(measures && { measures }), input: nodeOf(changed) } as Aggregate;
  return { ...changed, aggregate };
};

/**
 * The aggregations of a plan whose input are rows of tables, each once; null where rows of a table are read beside them,
 * such as those of a declared spine.
 */
export function leavesOf(root: PlanNode): readonly Leaf[] | null {
  const { leaves, loose } = aggregationsIn(root);
  return loose ? null : leaves;
}

/** The aggregations whose input are rows of tables, each once, and whether rows of a table are read beside them. */
export function aggregationsIn(root: PlanNode): { readonly leaves: readonly Leaf[]; readonly loose: boolean } {
  const found = new Map<PlanNode, Leaf>();
  const seen = new Set<PlanNode>();
  let loose = false;
  const visit = (node: PlanNode): void => {
    if (seen.has(node)) return;
    seen.add(node);
    if (node.kind === 'scan') loose = true;
    else if (node.kind === 'aggregate' && readsRows(node.input)) found.set(node, leafOf(node));
    else for (const input of inputsOfNode(node)) visit(input);
  };
  visit(root);
  return { leaves: [...found.values()], loose };
}

/** Whether rows of a table are read that no aggregation below has made into groups. */
function readsRows(node: PlanNode): boolean {
  if (node.kind === 'scan') return true;
  return node.kind !== 'aggregate' && inputsOfNode(node).some(readsRows);
}

/** The same plan with other nodes for some of its leaves: nodes of the same relation and columns. */
export function replaceLeaves(root: PlanNode, replacement: (leaf: Aggregate) => PlanNode | undefined): PlanNode {
  const done = new Map<PlanNode, PlanNode>();
  const visit = (node: PlanNode): PlanNode => {
    const known = done.get(node);
    if (known !== undefined) return known;
    const now = (node.kind === 'aggregate' ? replacement(node) : undefined) ?? withInputs(node, visit);
    done.set(node, now);
    return now;
  };
  return visit(root);
}

function withInputs(node: PlanNode, visit: (node: PlanNode) => PlanNode): PlanNode {
  const inputs = inputsOfNode(node);
  const changed = inputs.map(visit);
  return changed.every((each, at) => each === inputs[at]) ? node : mapNode(node, visit, (scalar) => scalar);
}
