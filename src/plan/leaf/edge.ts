import { all, call, type Scalar } from '../../expressions/scalar.js';
import type { Filter, SemiAdditive, SimpleMetric } from '../../model/model.js';
import type { Joins } from '../joins.js';
import { type Named, outputColumn, type PlanNode } from '../plan.js';

/** The rows of one semi-additive metric: filtered first, then only those at an edge of time count. */
export interface Edge {
  readonly of: SemiAdditive;
  readonly filters: readonly Filter[];
}

/** What a pass over a semi-additive metric's rows must choose; nothing for a mean, which takes them all. */
export const edgeOf = ({ semiAdditive }: SimpleMetric): SemiAdditive | null =>
  semiAdditive === null || semiAdditive.take === 'average' ? null : semiAdditive;

const OVER = 'edge_of';
const per = ({ of }: Edge): readonly string[] => of.per.map((_name, index) => `per_${index + 1}`);

/** Name of the column that says whether a prepared row is at the edge. */
export const AT_EDGE_COLUMN = 'at_edge';

/** What an edge is chosen by, as columns of prepared rows. */
export const edgeColumns = (edge: Edge, joins: Joins): readonly Named[] => [
  { name: OVER, value: joins.own(edge.of.over) },
  ...per(edge).map((name, index): Named => ({ name, value: joins.own(edge.of.per[index] as string) })),
];

/** Whether a prepared row is at the edge, which is chosen in each of `periods` and for each of `per` by itself (K5, K6). */
export function atEdge(rows: PlanNode, edge: Edge, periods: readonly Scalar[]): Named {
  const over = outputColumn(rows, OVER);
  const edgeOf: Scalar = {
    kind: 'over',
    name: edge.of.take === 'last' ? 'max' : 'min',
    args: [over],
    partitionBy: [...periods, ...per(edge).map((name) => outputColumn(rows, name))],
    orderBy: [],
    type: over.type,
  };
  return { name: AT_EDGE_COLUMN, value: call('=', [over, edgeOf], 'boolean') };
}

/** Stands for that column in a measure's filter; the column itself comes with the prepared rows. */
export const AT_EDGE: Scalar = call(AT_EDGE_COLUMN, [], 'boolean');
const isEdge = (scalar: Scalar): boolean => scalar.kind === 'call' && scalar.name === AT_EDGE_COLUMN;
export const usesEdge = (where: Scalar): boolean => JSON.stringify(where).includes(`"${AT_EDGE_COLUMN}"`);
export const withoutEdge = (where: Scalar): Scalar =>
  isEdge(where)
    ? all([])
    : where.kind === 'call' && where.name === 'and'
      ? all(where.args.filter((part) => !isEdge(part)))
      : where;
