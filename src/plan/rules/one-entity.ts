import { type DataType, isNumeric } from '../../expressions/data-type.js';
import {
  type AggregateCall,
  type ColumnRef,
  call,
  equals,
  hasWindow,
  literal,
  mapScalar,
  type Scalar,
} from '../../expressions/scalar.js';
import { Names } from '../names.js';
import { type Aggregate, type Named, outputColumn, type PlanNode } from '../plan.js';
import { entitiesOf } from './entities.js';
import { chained, chainOf, type Link } from './inner-where-null-fails.js';
import { mapNode, type Rule } from './rules.js';

/**
 *   filter[area = 'focus', balance > mean]            filter[area = 'focus', balance > mean]
 *     join on area = mean.area                          join
 *       customer                              =>          customer
 *       aggregate[mean] by area                           filter[rows > 0]
 *         customer                                          aggregate[mean, rows = count()]
 *                                                             filter[area = 'focus']
 *                                                               customer
 *
 * Where a condition leaves one entity alone, a metric's value for each entity is one number, of the rows of that one.
 */
export const oneEntity: Rule = (node, shared) => {
  if (shared || node.kind !== 'filter' || node.input.kind !== 'join') return node;
  const { base, joins } = chainOf(node.input);
  const reduced = joins.map((link) => ofOne(link, node.where) ?? link);
  return reduced.every((link, at) => link === joins[at]) ? node : { ...node, input: chained(base, reduced) };
};

function ofOne(link: Link, where: readonly Scalar[]): Link | undefined {
  if (link.right.kind !== 'project' || link.type === 'semi' || link.type === 'anti') return undefined;
  const entities = entitiesOf(link);
  const constant = entities && constantOf(entities.key, where);
  const right = entities && constant && alone(link.right, entities.per, constant);
  return right && { type: link.type, right, on: [] };
}

/** What a condition says that it equals. */
function constantOf(of: Scalar, where: readonly Scalar[]): Scalar | undefined {
  const spelled = JSON.stringify(of);
  for (const part of where) {
    const args = part.kind === 'call' && part.name === '=' ? part.args : [];
    const constant = args.find(({ kind, type }) => (kind === 'value' || kind === 'literal') && isAlike(type, of.type));
    if (constant !== undefined && args.some((arg) => JSON.stringify(arg) === spelled)) return constant;
  }
  return undefined;
}

/** Whether one value of a type equals no two of the other: as doubles, large numbers that differ are equal. */
const isAlike = (a: DataType, b: DataType): boolean =>
  a === b || [a, b].every((type) => isNumeric(type) && type !== 'double');

/** The one row whose column has the value, if there is one; undefined where rows are not told apart by this column alone. */
function alone(node: PlanNode, of: ColumnRef, constant: Scalar): PlanNode | undefined {
  if (node.kind === 'aggregate') return aggregated(node, of, constant);
  if (node.kind !== 'project' && node.kind !== 'filter') return undefined;
  const value = node.kind === 'filter' ? of : node.columns.find(({ name }) => name === of.column)?.value;
  if (value?.kind !== 'column' || value.type !== of.type) return undefined;
  if (node.kind === 'project' && node.columns.some((each) => hasWindow(each.value))) return undefined;
  const input = alone(node.input, value, constant);
  const known = (scalar: Scalar): Scalar =>
    mapScalar(scalar, (each) => (JSON.stringify(each) === JSON.stringify(value) ? constant : each));
  return input && mapNode(node, () => input, known);
}

function aggregated(node: Aggregate, of: ColumnRef, constant: Scalar): PlanNode | undefined {
  const [group, ...others] = node.groups;
  if (group === undefined || group.name !== of.column || others.length > 0 || node.sets !== undefined) return undefined;
  const counted = node.measures.find(({ value }) => value.name === 'count' && value.args.length === 0 && !value.where);
  const rows = counted ?? rowCount(node);
  const one: Aggregate = {
    ...node,
    input: { kind: 'filter', input: node.input, where: [equals(group.value, constant)] },
    groups: [],
    measures: counted === undefined ? [...node.measures, rows] : node.measures,
  };
  // Without groups there is a row even of none
  const some = call('>', [outputColumn(one, rows.name), literal('0', rows.value.type)], 'boolean');
  return { kind: 'filter', input: one, where: [some] };
}

function rowCount({ measures }: Aggregate): Named<AggregateCall> {
  const names = new Names();
  for (const { name } of measures) names.take(name);
  return { name: names.take('rows'), value: { kind: 'aggregate', name: 'count', args: [], type: 'integer' } };
}
