import { type AggregateCall, all, type Scalar } from '../../expressions/scalar.js';
import type { Aggregate, Named, PlanNode } from '../plan.js';
import { conjuncts } from './canonical-conjuncts.js';
import type { Rule } from './rules.js';

/**
 *   filter[rows > 0]                                  aggregate[sum(x), rows = count()] by g
 *     aggregate[sum(x) where p,               =>        filter[p]
 *               rows = count() where p] by g
 *
 * What narrows every measure narrows the rows: groups without such a row are not wanted, or there are no groups. So the
 * engine may look at fewer rows, and join only those.
 */
export const filterBelowAggregate: Rule = (node, shared) => {
  if (shared) return node;
  const aggregate = aggregateOfCounted(node);
  const input = aggregate && narrowed(aggregate);
  if (input === undefined) return node;
  if (node.kind !== 'filter') return input;
  // Every group that is left has a row, so a count of all its rows need not be asked
  const where = node.where.filter((part) => !disjuncts(part).some((each) => isPlain(countedBy(each, input))));
  return where.length === 0 ? input : { ...node, input, where };
};

/** The aggregate of a node that gives no group without a row that some measure counts, or that has no groups. */
export function aggregateOfCounted(node: PlanNode): Aggregate | undefined {
  if (node.kind === 'aggregate') return node.groups.length === 0 ? node : undefined;
  if (node.kind !== 'filter' || node.input.kind !== 'aggregate' || node.input.groups.length === 0) return undefined;
  const { input: aggregate } = node;
  const wanted = (part: Scalar): boolean => disjuncts(part).every((each) => countedBy(each, aggregate) !== undefined);
  return node.where.some(wanted) ? aggregate : undefined;
}

/** The aggregate over only the rows that every measure wants; undefined where they have no condition in common. */
function narrowed(node: Aggregate): Aggregate | undefined {
  const [first, ...others] = node.measures.map(
    ({ value }) => new Map(partsOf(value).map((part) => [JSON.stringify(part), part])),
  );
  const common = [...(first ?? [])].filter(([key]) => others.every((parts) => parts.has(key)));
  if (common.length === 0) return undefined;
  const taken = new Set(common.map(([key]) => key));
  const measures = node.measures.map(({ name, value: { where: _where, ...value } }, at): Named<AggregateCall> => {
    const left = partsOf(node.measures[at]?.value).filter((part) => !taken.has(JSON.stringify(part)));
    return { name, value: { ...value, ...(left.length > 0 && { where: all(left) }) } };
  });
  const input: PlanNode = { kind: 'filter', input: node.input, where: common.map(([, part]) => part) };
  return { ...node, input, measures };
}

const partsOf = (measure: AggregateCall | undefined): readonly Scalar[] =>
  measure?.where === undefined ? [] : conjuncts(measure.where);

const disjuncts = (scalar: Scalar): readonly Scalar[] =>
  scalar.kind === 'call' && scalar.name === 'or' ? scalar.args.flatMap(disjuncts) : [scalar];

/** The count that `rows > 0` speaks of. */
function countedBy(scalar: Scalar, { relation, measures }: Aggregate): AggregateCall | undefined {
  if (scalar.kind !== 'call' || scalar.name !== '>') return undefined;
  const [of, zero] = scalar.args;
  if (of?.kind !== 'column' || of.relation !== relation || zero?.kind !== 'literal' || zero.value !== '0')
    return undefined;
  const measure = measures.find(({ name }) => name === of.column)?.value;
  return measure?.name === 'count' && measure.args.length === 0 ? measure : undefined;
}

const isPlain = (measure: AggregateCall | undefined): boolean => measure !== undefined && measure.where === undefined;
