import { call, column } from '../expressions/scalar.js';
import { isBelowDay } from '../time/grain.js';
import type { Composition, Part } from './composition.js';
import { type Frame, isSame } from './frame.js';
import { allColumns, type Named, outputColumn, type PlanNode, relationOf } from './plan.js';
import { isMetricTime, type Question, reportsTime } from './question.js';
import { plus, type Timeline, timelineOf } from './timeline.js';
import { type Bounds, boundsOf, periodsOf, shownFor, stepsOf } from './units.js';

export type Filled = Pick<Frame, 'node' | 'periods'>;

/**
 * The groups that have rows (`own`), and each combination of the other dimensions in each period (rule D1). A combination is one
 * in which an asked metric has a row that one of the periods looks at.
 */
export function filledFrame(
  composition: Composition,
  own: PlanNode,
  still: PlanNode | null,
  parts: readonly Part[],
  groupsBefore?: GroupsBefore,
): Filled {
  const { question } = composition;
  const timeline = timelineOf(question);
  if (timeline === null) return { node: own };
  const times = question.dimensions.filter(isMetricTime);
  const others = question.dimensions.filter((dimension) => !isMetricTime(dimension)).map((dimension) => dimension.name);
  const customs = times.flatMap(({ grain }) => (grain !== null && typeof grain !== 'string' ? [grain.custom] : []));
  const data =
    question.time === null && composition.model.spines.every(({ rule }) => rule !== null)
      ? periodsOfData(composition, own, timeline)
      : null;
  const steps = stepsOf(composition.model, question, timeline.grain, customs, {
    prefer: 'range',
    bounds: data?.bounds ?? null,
    reported: true,
    relation: (wanted) => composition.relation(wanted),
  });
  const shown = times.map(
    (dimension): Named => ({ name: dimension.name, value: shownFor(dimension, steps, question.zone) }),
  );
  const all = periodsOf(steps, composition.relation('periods'), shown);
  const periods = data === null ? all : data.within(all);
  const frame: Frame = {
    node: periods,
    at: column(relationOf(periods), timeline.dimension.name, timeline.dimension.type),
  };
  const filled =
    others.length === 0
      ? periods
      : crossed(
          composition,
          frame,
          times.map(({ name }) => name),
          others,
          still,
          parts,
          groupsBefore,
        );
  const whole = hasAllPeriods(question);
  const hasOwn = whole && (others.length === 0 || own === still);
  const node = distinctRows(
    composition,
    hasOwn ? [filled] : [own, filled],
    question.dimensions.map((dimension) => dimension.name),
  );
  return whole ? { node, periods: frame } : { node };
}

/**
 * Whether the periods that are filled are all that groups with rows have: whole days, or longer, of a range. A custom
 * period may be NULL, an hour may begin off the hour, and a condition may take a row and none of the steps around it.
 */
const hasAllPeriods = ({ dimensions, where, time }: Question): boolean =>
  time !== null &&
  !where.some(reportsTime) &&
  dimensions
    .filter(isMetricTime)
    .every(
      ({ grain, part, instants }) => typeof grain === 'string' && !isBelowDay(grain) && part === null && !instants,
    );
/** The combinations of other dimensions that show something in the periods though they have no row there. */
export type GroupsBefore = (periods: Frame, others: readonly string[]) => PlanNode;

/**
 * With neither range nor spine: the first and last period that have rows. The bounds of the steps are wider, so that they
 * have each moment of these periods whatever the zone.
 */
function periodsOfData(
  composition: Composition,
  own: PlanNode,
  { dimension: { name }, grain }: Timeline,
): { readonly bounds: Bounds; readonly within: (periods: PlanNode) => PlanNode } {
  const step = typeof grain === 'string' ? grain : 'day'; // a rule shows its units as their first day
  const bounds = boundsOf(own, outputColumn(own, name), composition.relation('first_and_last'));
  return {
    bounds: {
      ...bounds,
      from: plus(bounds.from, -1, 'day'),
      through: plus(plus(bounds.through, 1, step), 1, 'day'),
    },
    within: (periods) => {
      const at = outputColumn(periods, name);
      return {
        kind: 'project',
        relation: composition.relation('periods'),
        input: {
          kind: 'join',
          type: 'inner',
          left: periods,
          right: bounds.input,
          on: [call('>=', [at, bounds.from], 'boolean'), call('<=', [at, bounds.through], 'boolean')],
        },
        columns: allColumns(periods),
      };
    },
  };
}

/** Each period with each combination of the other dimensions. */
function crossed(
  composition: Composition,
  periods: Frame,
  times: readonly string[],
  others: readonly string[],
  still: PlanNode | null,
  parts: readonly Part[],
  groupsBefore?: GroupsBefore,
): PlanNode {
  const inPeriods = (node: PlanNode): PlanNode => {
    const joined: PlanNode = {
      kind: 'join',
      type: 'inner',
      left: node,
      right: periods.node,
      on: times.map((name) => isSame(outputColumn(node, name), outputColumn(periods.node, name))),
    };
    return {
      kind: 'aggregate',
      relation: composition.relation('seen'),
      input: joined,
      groups: others.map((name) => ({ name, value: outputColumn(node, name) })),
      measures: [],
    };
  };
  const seen = [
    ...(still === null ? [] : [inPeriods(still)]),
    ...(groupsBefore === undefined ? [] : [groupsBefore(periods, others)]),
    ...parts.flatMap((part) =>
      part.seen === undefined ? [] : [part.seen(periods, others) ?? inPeriods(part.counted?.() ?? part.node(null))],
    ),
  ];
  const groups = distinctRows(composition, seen, others);
  return {
    kind: 'project',
    relation: composition.relation('filled'),
    input: { kind: 'join', type: 'inner', left: periods.node, right: groups, on: [] },
    columns: [
      ...times.map((name): Named => ({ name, value: outputColumn(periods.node, name) })),
      ...others.map((name): Named => ({ name, value: outputColumn(groups, name) })),
    ],
  };
}

/** The rows of several relations, each once, with these columns. */
function distinctRows(composition: Composition, nodes: readonly PlanNode[], names: readonly string[]): PlanNode {
  const [only] = nodes;
  if (nodes.length === 1 && only) return only;
  const arms = nodes.map(
    (node): PlanNode => ({
      kind: 'project',
      relation: composition.relation('arm'),
      input: node,
      columns: names.map((name) => ({ name, value: outputColumn(node, name) })),
    }),
  );
  const union: PlanNode = { kind: 'union', relation: composition.relation('united'), inputs: arms };
  return {
    kind: 'aggregate',
    relation: composition.relation('groups'),
    input: union,
    groups: names.map((name) => ({ name, value: outputColumn(union, name) })),
    measures: [],
  };
}
