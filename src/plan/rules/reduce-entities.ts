import {
  type ColumnRef,
  column,
  columnsOf,
  equals,
  hasWindow,
  mapScalar,
  type Scalar,
} from '../../expressions/scalar.js';
import { Names } from '../names.js';
import { type Aggregate, type Named, outputColumn, type PlanNode, type Project, relationOf } from '../plan.js';
import { type Entities, entitiesOf } from './entities.js';
import { chained, chainOf, type Link } from './inner-where-null-fails.js';
import { mapNode, type Rule } from './rules.js';

/**
 *   aggregate                                  aggregate
 *     filter[brand = 'x', box = 'y',             filter[quantity < mean]
 *            quantity < mean]                      join
 *       join                              =>         rows = project filter[brand = 'x', box = 'y'] lineitem, part
 *         lineitem, part                             aggregate[mean] by part
 *         aggregate[mean] by part                      join
 *           lineitem                                     lineitem
 *                                                        keys = aggregate[] by part of rows
 *
 * A metric's value for each entity is asked of those alone that the other conditions leave. Whole entities are passed over,
 * never rows of one, so each value stays what it is. For engines that compute once what a statement names: the rows are
 * read twice.
 */
export const reduceEntities: Rule = (node, shared) => {
  if (shared || (node.kind !== 'aggregate' && node.kind !== 'project')) return node;
  const { input: filter } = node;
  if (filter.kind !== 'filter' || filter.input.kind !== 'join') return node;
  const { base, joins } = chainOf(filter.input);
  const entities = worthwhile(joins, filter.where);
  if (entities.length === 0) return node;
  const apart = new Set(entities.map(({ relation }) => relation));
  const reads = (part: Scalar): boolean => columnsOf(part).some(({ relation }) => apart.has(relation));
  const others = joins.filter(({ right }) => !apart.has(relationOf(right)));
  if (others.some(({ on }) => on.some(reads))) return node;
  const [above, below] = [filter.where.filter(reads), filter.where.filter((part) => !reads(part))];
  const scalars = [...scalarsOf(node), ...above, ...entities.map(({ key }) => key)];
  const rows: Project = {
    kind: 'project',
    relation: `${node.relation}_rows`,
    input: { kind: 'filter', input: chained(base, others), where: below },
    columns: distinctColumns(scalars.flatMap(columnsOf).filter(({ relation }) => !apart.has(relation))),
  };
  const renamed = renaming(rows);
  const joined = entities.map((each) => reduced(each, rows, renamed));
  const input = chained(rows, joined);
  return mapNode(
    node,
    () => (above.length === 0 ? input : { kind: 'filter', input, where: above.map(renamed) }),
    renamed,
  );
};

/** Whose relation can be had of some entities alone. */
function reducible(join: Link): Entities | undefined {
  const entities = entitiesOf(join);
  return entities && among(entities.right, entities.per, (input) => input) && entities;
}

function reduced(entities: Entities, rows: Project, renamed: (scalar: Scalar) => Scalar): Link {
  const { type, right, on, relation, per, key } = entities;
  const keys: Aggregate = {
    kind: 'aggregate',
    relation: `${relation}_keys`,
    input: rows,
    groups: [{ name: 'key', value: renamed(key) }],
    measures: [],
  };
  const meet = (input: PlanNode, value: Scalar): PlanNode => ({
    kind: 'join',
    type: 'inner',
    left: input,
    right: keys,
    on: [equals(value, outputColumn(keys, 'key'))],
  });
  return { type, right: among(right, per, meet) ?? right, on: on.map(renamed) };
}

/**
 * The same rows for some values of a column alone, chosen by `meet` below the innermost aggregate that groups by it; undefined
 * where there is none, or what is above it looks at several groups.
 */
function among(
  node: PlanNode,
  of: ColumnRef,
  meet: (input: PlanNode, value: Scalar) => PlanNode,
): PlanNode | undefined {
  if (node.kind !== 'join' && relationOf(node) !== of.relation) return undefined;
  switch (node.kind) {
    case 'aggregate': {
      const value = node.groups.find(({ name }) => name === of.column)?.value;
      if (value === undefined || node.sets !== undefined) return undefined;
      const below = value.kind === 'column' ? among(node.input, value, meet) : undefined;
      return { ...node, input: below ?? meet(node.input, value) };
    }
    case 'project': {
      const value = node.columns.find(({ name }) => name === of.column)?.value;
      if (value?.kind !== 'column' || node.columns.some((each) => hasWindow(each.value))) return undefined;
      const input = among(node.input, value, meet);
      return input && { ...node, input };
    }
    case 'filter': {
      const input = among(node.input, of, meet);
      return input && { ...node, input };
    }
    case 'join': {
      const left = relationOf(node.left) === of.relation ? among(node.left, of, meet) : undefined;
      return left && { ...node, left };
    }
    case 'union': {
      const inputs = node.inputs.map((input) => among(input, outputColumn(input, of.column), meet));
      return inputs.every((input) => input !== undefined) ? { ...node, inputs } : undefined;
    }
    default:
      return undefined;
  }
}

/** What a condition may leave of the rows, where there are no statistics. */
const ONE_VALUE = 0.1;
/**
 * Keys are gathered and held against every row below the aggregate: measured, that is won back where few entities are
 * left. It takes two conditions or so, and one on the entity itself: of a member's plays on one day, or on one device,
 * nearly every member has some.
 */
const FEW = 1 / 30;

function worthwhile(joins: readonly Link[], where: readonly Scalar[]): readonly Entities[] {
  if (where.reduce((left, part) => left * leftBy(part), 1) > FEW) return [];
  const found = joins.flatMap((join) => reducible(join) ?? []);
  const others = joins.filter(({ right }) => !found.some(({ relation }) => relation === relationOf(right)));
  return found.filter(({ key }) => {
    const isOwn = ownColumns(key, others);
    return where.some((part) => leftBy(part) < 1 && columnsOf(part).every(isOwn));
  });
}

function leftBy(part: Scalar): number {
  if (part.kind !== 'call' || (part.name !== '=' && part.name !== 'in')) return 1;
  const [of, ...values] = part.args;
  const constant = values.every(({ kind }) => kind === 'value' || kind === 'literal');
  return of !== undefined && of.type !== 'boolean' && constant ? Math.min(1, ONE_VALUE * values.length) : 1;
}

/** Whether an entity has one value of a column: of its key, and of what is linked by that. */
function ownColumns(key: Scalar, joins: readonly Link[]): (of: ColumnRef) => boolean {
  const linked = new Set<string>();
  const keys = columnsOf(key);
  const isOwn = (of: ColumnRef): boolean =>
    linked.has(of.relation) || keys.some((each) => each.relation === of.relation && each.column === of.column);
  for (const { right, on } of joins) {
    const relation = relationOf(right);
    if (on.flatMap(columnsOf).every((each) => each.relation === relation || isOwn(each))) linked.add(relation);
  }
  return isOwn;
}

const scalarsOf = (node: Aggregate | Project): readonly Scalar[] =>
  (node.kind === 'project' ? node.columns : [...node.groups, ...node.measures]).map(({ value }) => value);

function distinctColumns(columns: readonly ColumnRef[]): readonly Named<ColumnRef>[] {
  const names = new Names();
  const distinct = new Map(columns.map((each) => [keyOf(each), each]));
  return [...distinct.values()].map((value) => ({ name: names.take(value.column), value }));
}

/** Columns below a projection become its own; others stay. */
function renaming({ relation, columns }: Project): (scalar: Scalar) => Scalar {
  const names = new Map(columns.flatMap(({ name, value }) => (value.kind === 'column' ? [[keyOf(value), name]] : [])));
  return (scalar) =>
    mapScalar(scalar, (each) => {
      const name = each.kind === 'column' ? names.get(keyOf(each)) : undefined;
      return name === undefined ? each : column(relation, name, each.type);
    });
}

const keyOf = ({ relation, column: name }: ColumnRef): string => `${relation}\u0000${name}`;
