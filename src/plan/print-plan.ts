import { tablesRead } from '../expressions/select.js';
import type { Named, PlanNode, SortKey } from './plan.js';
import { inputsOfNode } from './plan.js';
import { printScalar } from './print-scalar.js';

/**
 * A plan for people, one node a line and its inputs below it:
 *
 *     sort revenue desc nulls last, limit 5
 *       project answer: nation = …
 *         aggregate by_lineitem
 *           by nation = lineitem.supplier.nation.n_name
 *           revenue = sum(lineitem.l_extendedprice)
 *           filter lineitem.l_shipdate < {1995-01-01}
 *             scan lineitem of tpch.lineitem
 *
 * Constants of definitions stand as they are, values of the request in braces. What stands in several places is told at
 * the first one.
 */
export function printPlan(root: PlanNode): string {
  const told = new Set<string>();
  const print = (node: PlanNode, indent: string): string => {
    const [head = '', ...more] = linesOf(node);
    const whole = JSON.stringify(node);
    if (told.has(whole) && inputsOfNode(node).length > 0) return `${indent}${head}, as above`;
    told.add(whole);
    const inner = `${indent}  `;
    return [
      indent + head,
      ...more.map((line) => inner + line),
      ...inputsOfNode(node).map((input) => print(input, inner)),
    ].join('\n');
  };
  return print(root, '');
}

/** The node's own line, and a line for each thing that it says besides. */
function linesOf(node: PlanNode): readonly string[] {
  switch (node.kind) {
    case 'scan':
      return [
        `scan ${node.relation} of ${node.select ? `sql over ${[...new Set(tablesRead(node.select))].join(', ')}` : node.table}`,
      ];
    case 'join':
      return [
        `${node.type} join on ${node.on.length === 0 ? 'every row' : node.on.map((part) => printScalar(part)).join(' and ')}`,
      ];
    case 'filter':
      return ['filter', ...node.where.map((part) => `where ${printScalar(part)}`)];
    case 'project':
      return [`project ${node.relation}`, ...node.columns.map(named)];
    case 'aggregate':
      return [
        `aggregate ${node.relation}`,
        ...node.groups.map((group) => `by ${named(group)}`),
        ...node.measures.map(named),
        ...(node.sets ? [`${node.sets.name} for ${node.sets.of.map((set) => `(${set.join(', ')})`).join(', ')}`] : []),
      ];
    case 'union':
      return [`union ${node.relation}`];
    case 'series':
      return [
        `series ${node.relation} from ${printScalar(node.from)} through ${printScalar(node.through)} by ${node.step.count} ${node.step.grain}`,
      ];
    case 'sort':
      return [`sort ${[...node.by.map(sortKey), ...paging(node)].join(', ')}`];
  }
}

const named = ({ name, value }: Named): string => `${name} = ${printScalar(value)}`;

const sortKey = ({ value, direction, nulls }: SortKey): string => `${printScalar(value)} ${direction} nulls ${nulls}`;

const paging = ({ limit, offset }: { readonly limit: number | null; readonly offset: number }): readonly string[] => [
  ...(offset > 0 ? [`offset ${offset}`] : []),
  ...(limit === null ? [] : [`limit ${limit}`]),
];
