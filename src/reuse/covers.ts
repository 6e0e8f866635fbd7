import { all, type Scalar } from '../expressions/scalar.js';
import { type Aggregate, type Join, type Named, outputColumn, type PlanNode, relationOf } from '../plan/plan.js';
import { pinnedBy, residualOf } from './implied.js';
import type { Leaf } from './leaf.js';
import { type Merged, type Mode, merged } from './merged.js';
import { type Restate, restater } from './restate.js';

/** Rows of a leaf that are there: kept in a cache, or rolled up into a table. */
export interface Have {
  readonly leaf: Leaf;
  /** Whether a join of its rows is known to keep each row once, so that the same rows are there without it. */
  readonly keepsRows: (join: Join) => boolean;
  /** Whether a join that it lacks may be made to its groups, where these hold the keys. */
  readonly joinsLater: boolean;
  /** Whether sums of doubles may be added up in another order than the engine's: the last digits may differ. */
  readonly addsDoubles: boolean;
}

/** How rows that are there answer a leaf: what is done to them, first to last. */
export interface Cover {
  readonly joins: readonly Join[];
  readonly where: readonly Scalar[];
  readonly groups: readonly Named[];
  readonly measures: ReadonlyMap<string, Merged>;
  readonly mode: Mode;
}

/** The first rule that rows fail by which they could answer. */
export interface Failed {
  readonly rule: FailedRule;
  readonly what: Scalar | null;
}

export const FAILED_RULES = {
  OTHER_ROWS: 'It is made of the rows of another dataset, or of rows that were chosen in another way.',
  OTHER_JOIN: 'A link that it was made with leaves out or multiplies rows, and the question does not have it.',
  JOIN_NOT_KEPT: 'The question needs a link that it was made without, and whose key it does not hold.',
  ROWS_MISSING: 'It was made under a condition that the question does not have: rows may be missing.',
  CONDITION_NOT_KEPT: 'A condition of the question speaks of what it does not hold.',
  GROUP_NOT_KEPT: 'A dimension or grain of the question does not come from those that it holds.',
  MEASURE_NOT_KEPT: 'It does not hold a measure of the question.',
  MEASURE_DOES_NOT_MERGE: 'A measure of the question cannot be put together from coarser or more groups.',
} as const;
export type FailedRule = keyof typeof FAILED_RULES;

/**
 * Whether the rows of one leaf give those of another, exactly. Right or refused: every asked row must be among those that
 * are there, each condition and group must be told by the groups that are there, and each measure must merge.
 * @param relation under which the columns of what is there are read
 */
export function covers(have: Have, relation: string, want: Leaf): Cover | Failed {
  if (JSON.stringify(have.leaf.base) !== JSON.stringify(want.base)) return failed('OTHER_ROWS');
  const { groups: held, measures } = have.leaf.aggregate;
  const joined = joinsOf(have, relation, want);
  if ('rule' in joined) return joined;
  const restate = restater(relation, held, (of) => joined.relations.has(of));

  const left = residualOf(have.leaf.where, want.where);
  if (left === null) return failed('ROWS_MISSING');
  const where = each(left, restate);
  if ('rule' in where) return { rule: 'CONDITION_NOT_KEPT', what: where.what };
  const groups = each(
    want.aggregate.groups.map(({ value }) => value),
    restate,
  );
  if ('rule' in groups) return { rule: 'GROUP_NOT_KEPT', what: groups.what };

  const asked = new Set(want.aggregate.groups.map(({ value }) => JSON.stringify(value)));
  const pinned = new Set(left.map(pinnedBy));
  const isTold = ({ value }: Named): boolean => asked.has(JSON.stringify(value)) || pinned.has(JSON.stringify(value));
  const told = held.every(isTold) && joined.joins.length === 0;
  const measured = (mode: Mode): ReadonlyMap<string, Merged> | Failed => {
    const from = { relation, measures, restate, mode, addsDoubles: have.addsDoubles };
    const found = new Map<string, Merged>();
    for (const measure of want.aggregate.measures) {
      const one = merged(measure, from);
      if (typeof one === 'string') return { rule: one, what: measure.value };
      found.set(measure.name, one);
    }
    return found;
  };
  const first: Mode = !told ? 'several' : asked.size === 0 && held.length > 0 ? 'single' : 'each';
  const found = measured(first);
  if ('rule' in found) return found;
  const mode =
    first === 'each' && [...found.values()].some(({ aggregates }) => aggregates.length > 0) ? 'single' : first;
  const all = mode === first ? found : measured(mode);
  if ('rule' in all) return all;
  const named = want.aggregate.groups.map(({ name }, at): Named => ({ name, value: groups.of[at] as Scalar }));
  return { joins: joined.joins, where: where.of, groups: named, measures: all, mode };
}

/** The rows of the asked leaf, from a node that gives the columns which the cover reads: the same relation and columns. */
export function answerFrom(cover: Cover, from: PlanNode, want: Aggregate): PlanNode {
  const joined = cover.joins.reduce<PlanNode>((left, join) => ({ ...join, left }), from);
  const input: PlanNode = cover.where.length === 0 ? joined : { kind: 'filter', input: joined, where: cover.where };
  const measureOf = (name: string, read: (name: string) => Scalar): Scalar => {
    const found = cover.measures.get(name);
    if (found === undefined) throw new Error(`no measure ${name}`);
    return found.value(read);
  };
  const columns = (groups: readonly Named[], read: (name: string) => Scalar): readonly Named[] => [
    ...groups,
    ...want.measures.map(({ name }): Named => ({ name, value: measureOf(name, read) })),
  ];
  const none = (name: string): never => {
    throw new Error(`${name} is not aggregated`);
  };
  if (cover.mode === 'each')
    return { kind: 'project', relation: want.relation, input, columns: columns(cover.groups, none) };
  const aggregate: Aggregate = {
    kind: 'aggregate',
    relation: `${want.relation}_merged`,
    input,
    groups: cover.groups,
    measures: [...cover.measures.values()].flatMap(({ aggregates }) => aggregates),
  };
  const read = (name: string): Scalar => outputColumn(aggregate, name);
  return {
    kind: 'project',
    relation: want.relation,
    input: aggregate,
    columns: columns(
      cover.groups.map(({ name }) => ({ name, value: read(name) })),
      read,
    ),
  };
}

const failed = (rule: FailedRule, what: Scalar | null = null): Failed => ({ rule, what });

function each(scalars: readonly Scalar[], restate: Restate): { readonly of: readonly Scalar[] } | Failed {
  const of: Scalar[] = [];
  for (const scalar of scalars) {
    const restated = restate(scalar);
    if (restated === null) return { rule: 'GROUP_NOT_KEPT', what: scalar };
    of.push(restated);
  }
  return { of };
}

/** The joins that are still to be made, to the groups; and whose columns come with them. */
function joinsOf(
  have: Have,
  relation: string,
  want: Leaf,
): { readonly joins: readonly Join[]; readonly relations: ReadonlySet<string> } | Failed {
  const [had, asked] = [have.leaf.joins, want.joins].map((joins) => new Set(joins.map(spelled))) as [
    Set<string>,
    Set<string>,
  ];
  for (const join of have.leaf.joins)
    if (!asked.has(spelled(join)) && !(join.type === 'left' && have.keepsRows(join)))
      return failed('OTHER_JOIN', all(join.on));
  const joins: Join[] = [];
  const relations = new Set<string>();
  for (const join of want.joins) {
    if (had.has(spelled(join))) continue;
    if (!have.joinsLater || (join.type !== 'left' && join.type !== 'inner'))
      return failed('JOIN_NOT_KEPT', all(join.on));
    relations.add(relationOf(join.right));
    const on = each(
      join.on,
      restater(relation, have.leaf.aggregate.groups, (of) => relations.has(of)),
    );
    if ('rule' in on) return failed('JOIN_NOT_KEPT', on.what);
    joins.push({ ...join, on: on.of });
  }
  return { joins, relations };
}

const spelled = ({ type, right, on }: Join): string => JSON.stringify([type, right, on]);
