import { type AggregateCall, columnsOf, mapScalar, type Scalar } from '../../expressions/scalar.js';
import type { Model } from '../../model/model.js';
import { isMergeable, mergedFrom } from '../merge.js';
import { Names } from '../names.js';
import { type Aggregate, type Join, type Named, outputColumn, type PlanNode, type Scan } from '../plan.js';
import { wayOfScan } from '../way-of-scan.js';
import type { Rule } from './rules.js';

/**
 *   aggregate[sum(price)]                       aggregate[sum(sum)]
 *       by supplier.key, supplier.name              by supplier.key, supplier.name
 *     filter[shipped > 1996]                      left join supplier
 *       left join supplier                =>        aggregate[sum = sum(price)] by supplier_key
 *         lineitem                                    filter[shipped > 1996]
 *                                                       lineitem
 *
 * Rows that agree in what joins and groups read of them meet the same partners, however many, and go into the same
 * groups: they are joined as one. Only where the groups hold the keys that are joined on, so that there are hardly more
 * of them before the join than after it. Conditions on partners may leave few rows to aggregate: these stay together.
 */
export const aggregateBeforeJoin =
  (model: Model): Rule =>
  (node, shared) => {
    if (shared || node.kind !== 'aggregate' || node.measures.length === 0) return node;
    const chain = chainOf(node.input);
    if (chain === null) return node;
    const { base, where } = chain;
    const ofRows = (scalar: Scalar): boolean => columnsOf(scalar).every(({ relation }) => relation === base.relation);
    if (!where.every(ofRows) || !node.measures.every(({ value }) => isExact(value) && ofRows(value))) return node;
    const keys = keysOf(node, chain);
    return keys === null || tellsRowsApart(model, base, keys) ? node : joinedAfter(node, chain, keys);
  };

interface Chain {
  readonly base: Scan;
  readonly where: readonly Scalar[];
  readonly joins: readonly Join[];
}

function chainOf(input: PlanNode): Chain | null {
  const joins: Join[] = [];
  let at = input.kind === 'filter' ? input.input : input;
  for (; at.kind === 'join' && (at.type === 'left' || at.type === 'inner'); at = at.left) joins.unshift(at);
  return at.kind === 'scan' ? { base: at, where: input.kind === 'filter' ? input.where : [], joins } : null;
}

/** What is merged in another order is the same to the last bit: not so a sum of doubles. */
const isExact = (measure: AggregateCall): boolean => isMergeable(measure) && measure.type !== 'double';

/**
 * What joins and groups read of the rows, each once; null where nothing is joined on them, or not on keys that the groups
 * hold.
 */
function keysOf({ groups }: Aggregate, { base, joins }: Chain): readonly Scalar[] | null {
  const reads = (scalar: Scalar): boolean => columnsOf(scalar).some(({ relation }) => relation === base.relation);
  const readsOnly = (scalar: Scalar): boolean =>
    reads(scalar) && columnsOf(scalar).every(({ relation }) => relation === base.relation);
  const held = new Set(groups.map(({ value }) => JSON.stringify(value)));
  const keys: Scalar[] = [];
  for (const on of joins.flatMap((join) => join.on).filter(reads)) {
    const pair = on.kind === 'call' && on.name === '=' ? on.args : [];
    const own = pair.filter(readsOnly);
    if (own.length !== 1 || pair.filter(reads).length !== 1) return null;
    if (!pair.some((each) => held.has(JSON.stringify(each)))) return null;
    keys.push(...own);
  }
  const shown = groups.map(({ value }) => value).filter(reads);
  if (keys.length === 0 || !shown.every(readsOnly)) return null;
  return [...new Map([...keys, ...shown].map((key) => [JSON.stringify(key), key])).values()];
}

/** Then no two rows would be joined as one. A relation that is no dataset's own rows says nothing of its key. */
function tellsRowsApart(model: Model, base: Scan, keys: readonly Scalar[]): boolean {
  const way = wayOfScan(model, base);
  if (way === null || way.links.length > 0) return true;
  const known = new Set(keys.map((key) => JSON.stringify(key)));
  const { key, dimensions } = way.from;
  const spelled = key.flatMap((name) => dimensions.get(name)?.expression ?? []);
  return key.length > 0 && spelled.every((each) => known.has(JSON.stringify(inRelation(each, base.relation))));
}

const inRelation = (scalar: Scalar, relation: string): Scalar =>
  mapScalar(scalar, (each) => (each.kind === 'column' ? { ...each, relation } : each));

function joinedAfter(node: Aggregate, { base, where, joins }: Chain, keys: readonly Scalar[]): Aggregate {
  const names = new Names();
  for (const { name } of node.measures) names.take(name);
  const groups = keys.map((value, at): Named => ({ name: names.take(`key_${at + 1}`), value }));
  const rows: PlanNode = where.length === 0 ? base : { kind: 'filter', input: base, where };
  const before: Aggregate = { ...node, relation: `${node.relation}_keys`, input: rows, groups };
  const columns = new Map(groups.map(({ name, value }) => [JSON.stringify(value), outputColumn(before, name)]));
  const read = (scalar: Scalar): Scalar => columns.get(JSON.stringify(scalar)) ?? scalar;
  const readSides = (on: Scalar): Scalar => (on.kind === 'call' ? { ...on, args: on.args.map(read) } : on);
  return {
    ...node,
    input: joins.reduce<PlanNode>((left, join) => ({ ...join, left, on: join.on.map(readSides) }), before),
    groups: node.groups.map(({ name, value }) => ({ name, value: read(value) })),
    measures: node.measures.map((measure) => mergedFrom(before.relation, measure)),
  };
}
