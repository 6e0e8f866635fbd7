import { hasWindow, mapScalar, type Scalar } from '../expressions/scalar.js';
import type { Aggregate, Named, OutputColumn, PlanNode, SortKey } from '../plan/plan.js';
import { type RowsOf, rowsOf } from '../reuse/leaf.js';

/** A plan taken apart: rows, one aggregation of them, and what is done to its groups. */
export interface Tile extends RowsOf {
  /** Of these rows it counts only those that pass here too; the others are there for other tiles. */
  readonly only: readonly Scalar[];
  readonly aggregate: Aggregate;
  /** Of the groups, in the columns of the aggregate: */
  readonly having: readonly Scalar[];
  readonly columns: readonly Named[];
  readonly by: readonly SortKey[];
  readonly limit: number | null;
  readonly offset: number;
}

/** Null for a plan of another shape, such as one over several facts or with windows. */
export function tileOf(root: PlanNode, columns: readonly OutputColumn[]): Tile | null {
  const pages = pagesOf(root);
  const groups = groupsOf(pages.input);
  if (groups === null) return null;
  const { aggregate, having, values } = groups;
  const named = columns.map(({ name }) => ({ name, value: values.get(name) }));
  if (!named.every((column): column is Named => column.value !== undefined)) return null;
  return {
    ...rowsOf(aggregate.input),
    ...{ only: [], aggregate, having, columns: named },
    by: pages.by.map((key) => ({ ...key, value: spell(key.value, groups) })),
    limit: pages.limit,
    offset: pages.offset,
  };
}

/** The order and the page, with the bound on the rows that stands below them. */
function pagesOf(root: PlanNode): Pick<Tile, 'by' | 'limit' | 'offset'> & { readonly input: PlanNode } {
  if (root.kind !== 'sort') return { by: [], limit: null, offset: 0, input: root };
  const { by, limit, offset, input } = root;
  if (input.kind !== 'sort' || input.by.length > 0 || input.offset > 0 || input.limit === null)
    return { by, limit, offset, input };
  return { by, limit: Math.min(limit ?? Number.POSITIVE_INFINITY, input.limit - offset), offset, input: input.input };
}

interface Groups {
  readonly aggregate: Aggregate;
  readonly having: readonly Scalar[];
  /** What the node above can read: by its relation and names. */
  readonly relation: string;
  readonly values: ReadonlyMap<string, Scalar>;
}

function groupsOf(node: PlanNode): Groups | null {
  if (node.kind === 'aggregate') {
    if (node.sets) return null;
    const own = [...node.groups, ...node.measures].map(
      ({ name, value }) => [name, { kind: 'column', relation: node.relation, column: name, type: value.type }] as const,
    );
    return { aggregate: node, having: [], relation: node.relation, values: new Map(own) };
  }
  if (node.kind !== 'filter' && node.kind !== 'project') return null;
  const below = groupsOf(node.input);
  if (below === null) return null;
  if (node.kind === 'filter') {
    if (node.where.some(hasWindow)) return null;
    return { ...below, having: [...below.having, ...node.where.map((part) => spell(part, below))] };
  }
  if (node.columns.some(({ value }) => hasWindow(value))) return null;
  const values = node.columns.map(({ name, value }) => [name, spell(value, below)] as const);
  return { ...below, relation: node.relation, values: new Map(values) };
}

const spell = (scalar: Scalar, { relation, values }: Groups): Scalar =>
  mapScalar(scalar, (node) =>
    node.kind === 'column' && node.relation === relation ? (values.get(node.column) ?? node) : node,
  );
