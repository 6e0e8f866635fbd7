import { hasWindow, mapScalar, type Scalar } from '../expressions/scalar.js';
import type { Aggregate, Project } from '../plan/plan.js';
import { type Leaf, leafOf, nodeOf, rowsOf } from './leaf.js';

/**
 *   aggregate[sum(rows.read)]             aggregate[sum(amount)]
 *     project rows[read: amount]    =>      orders
 *       orders
 *
 * Windows and the like give names to what they read of rows first; what is there of the rows does not know these names.
 */
export function overRows(leaf: Leaf): Leaf {
  const { base, joins, where, aggregate } = leaf;
  if (base.kind !== 'project' || joins.length > 0 || base.columns.some(({ value }) => hasWindow(value))) return leaf;
  const read = reader(base);
  const rows = rowsOf(base.input);
  const input = nodeOf({ ...rows, where: [...rows.where, ...where.map(read)] });
  const groups = aggregate.groups.map(({ name, value }) => ({ name, value: read(value) }));
  const measures = aggregate.measures.map(({ name, value }) => ({ name, value: read(value) }));
  return overRows(leafOf({ ...aggregate, input, groups, measures } as Aggregate));
}

function reader({ relation, columns }: Project): (scalar: Scalar) => Scalar {
  const values = new Map(columns.map(({ name, value }) => [name, value]));
  return (scalar) =>
    mapScalar(scalar, (node) =>
      node.kind === 'column' && node.relation === relation ? (values.get(node.column) ?? node) : node,
    );
}
