import { type AggregateCall, type AggregateName, call, literal, nullOf, type Scalar } from '../expressions/scalar.js';
import { type Aggregate, type Named, outputColumn, outputOf, type PlanNode } from '../plan/plan.js';

/** The groups of several sets, told apart by a number in `SET`. */
export interface Sets {
  readonly node: PlanNode;
  readonly numberOf: (groups: readonly string[]) => number;
}

/** By which groups the rows are aggregated, and to which measures. */
export interface Wanted {
  readonly groups: readonly string[];
  readonly measures: readonly string[];
}

export const SET = 'set_of';
const GROUPS = '_groups';

/** Their cost goes with rows times sets, so that only those sets have them that show them. */
const HOLISTIC: ReadonlySet<AggregateName> = new Set([
  'count_distinct',
  'median',
  'percentile_cont',
  'percentile_disc',
  'approx_distinct',
  'approx_percentile',
]);

/**
 * One aggregation for all sets that need the same costly measures; a set has all measures of its aggregation.
 * @param groups and measures over the columns of the input, by the names that the sets call them
 */
export function aggregateSets(
  input: PlanNode,
  groups: readonly Named[],
  measures: readonly Named<AggregateCall>[],
  wanted: readonly Wanted[],
): Sets {
  const bySet = new Map<string, Wanted>();
  for (const { groups: set, measures: its } of wanted) {
    const known = bySet.get(set.join());
    bySet.set(set.join(), { groups: set, measures: [...new Set([...(known?.measures ?? []), ...its])] });
  }
  const costly = new Set(measures.filter(({ value }) => HOLISTIC.has(value.name)).map(({ name }) => name));
  const arms = new Map<string, Wanted[]>();
  for (const set of bySet.values()) {
    const key = set.measures
      .filter((name) => costly.has(name))
      .sort()
      .join();
    arms.set(key, [...(arms.get(key) ?? []), set]);
  }
  const aggregates = [...arms.values()].map((sets, arm): Aggregate => {
    const own = new Set(sets.flatMap((set) => [...set.groups, ...set.measures]));
    return {
      kind: 'aggregate',
      relation: `_sets_${arm + 1}`,
      input,
      groups: groups.filter(({ name }) => own.has(name)),
      measures: measures.filter(({ name }) => own.has(name)),
      ...(sets.length > 1 && { sets: { name: SET, of: sets.map((set) => set.groups) } }),
    };
  });
  const numbers = new Map(aggregates.flatMap((aggregate, arm) => numbersOf(aggregate, arm)));
  const relationOfArm = (arm: number): string => (aggregates.length === 1 ? GROUPS : `_arm_${arm + 1}`);
  const shown = aggregates.map(
    (aggregate, arm): PlanNode => ({
      kind: 'project',
      relation: relationOfArm(arm),
      input: aggregate,
      columns: [
        { name: SET, value: numberIn(aggregate, arm) },
        ...[...groups, ...measures].map(({ name, value }) => ({
          name,
          value: hasColumn(aggregate, name) ? outputColumn(aggregate, name) : nullOf(value.type),
        })),
      ],
    }),
  );
  const [only, ...more] = shown as [PlanNode, ...PlanNode[]];
  return {
    node: more.length === 0 ? only : { kind: 'union', relation: GROUPS, inputs: shown },
    numberOf: (set) => numbers.get(set.join()) ?? 0,
  };
}

/** More than the marks of the sets of one aggregation take. */
const ARM = 2 ** 31;

/** The number of each of its sets: the bits that mark it, behind those of its arm. */
function numbersOf({ groups, sets }: Aggregate, arm: number): readonly (readonly [string, number])[] {
  const names = groups.map(({ name }) => name);
  if (!sets) return [[names.toSorted().join(), arm * ARM]];
  return sets.of.map((set) => [
    set.join(),
    arm * ARM + names.reduce((bits, name) => bits * 2 + (set.includes(name) ? 0 : 1), 0),
  ]);
}

function numberIn(aggregate: Aggregate, arm: number): Scalar {
  if (!aggregate.sets) return whole(arm * ARM);
  const marks = outputColumn(aggregate, SET);
  return arm === 0 ? marks : call('+', [marks, whole(arm * ARM)], 'integer');
}

const hasColumn = (node: PlanNode, name: string): boolean => outputOf(node).some((column) => column.name === name);

export const whole = (number: number): Scalar => literal(String(number), 'integer');
