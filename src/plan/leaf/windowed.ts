import { type AggregateCall, call, column, type Scalar } from '../../expressions/scalar.js';
import { type Frame, frameColumn, isSame } from '../frame.js';
import { meet } from '../meet.js';
import { isMergeable, mergedFrom } from '../merge.js';
import {
  type Aggregate,
  allColumns,
  type Named,
  outputColumn,
  outputOf,
  type PlanNode,
  type Project,
  relationOf,
} from '../plan.js';
import type { QuestionDimension } from '../question.js';
import { unitOf } from '../window.js';
import { atEdge, type Edge } from './edge.js';
import { BOUND, groupsOfFrame, type Looking } from './looking.js';
import type { Measures } from './measures.js';
import { missing } from './missing.js';
import type { Rows } from './rows.js';
import type { LeafSettings } from './settings.js';
import { isEven, STEP, stepsOf } from './stays.js';

/** A pass whose groups look at rows that are not their own. */
export interface Pass {
  readonly settings: LeafSettings;
  readonly from: Rows;
  readonly measured: Measures;
  readonly looking: Looking;
}

/** Each group of the frame looks at the group of another period. @param inner values by the pass's own groups */
export function looked(
  { from, looking }: Pick<Pass, 'from' | 'looking'>,
  frame: Frame,
  inner: Aggregate,
  relation: string,
): Project {
  const others = from.otherDimensions();
  const on = looking.matches(frame, inner.relation, others.filter(isIn(frame)));
  return {
    kind: 'project',
    relation,
    input: { kind: 'join', type: 'inner', left: frame.node, right: inner, on },
    columns: [
      ...groupsOfFrame(frame),
      ...broughtBy(inner, frame, others),
      ...inner.measures.map(
        ({ name, value: { type } }): Named => ({ name, value: column(inner.relation, name, type) }),
      ),
    ],
  };
}

/** Each group of the frame is aggregated anew from the rows of its window. */
export function windowed(pass: Pass, frame: Frame): Aggregate {
  const { settings, from, measured, looking } = pass;
  const { window } = settings.movement;
  if (settings.edge !== null) return windowedAtEdge(pass, frame, settings.edge);
  if (window === null || window.kind === 'known') return anew(pass, measured, frame, settings.relation);
  const { grain } = from.timeline ?? missing('timeline');
  const others = from.otherDimensions();
  const even = !others.some(({ stage }) => stage) && isEven(window, unitOf(settings.model, window, grain));
  const counted = even ? measured.all.filter(({ value: { name } }) => name === 'count_distinct') : [];
  if (counted.length === 0) return anew(pass, measured, frame, settings.relation);
  const rest = measured.only((measure) => !counted.some(({ value }) => value === measure));
  const alone = counted.length === 1 && rest.all.length === 0;
  const steps = counted.map(({ name, value }, index): Aggregate => {
    const own = `${settings.relation}_${index + 1}`;
    const only = measured.only((measure) => measure === value);
    const { node, window: held } = stepsOf(only, from, window, own);
    const on = looking.matches(frame, relationOf(node), others.filter(isIn(frame)), held);
    const sum: AggregateCall = { kind: 'aggregate', name: 'sum', args: [outputColumn(node, STEP)], type: value.type };
    return {
      kind: 'aggregate',
      relation: alone ? settings.relation : own,
      input: { kind: 'join', type: 'inner', left: frame.node, right: node, on },
      groups: [...groupsOfFrame(frame), ...broughtBy(node, frame, others)],
      measures: [{ name, value: sum }],
    };
  });
  const parts = [...steps, ...(rest.all.length === 0 ? [] : [anew(pass, rest, frame, `${settings.relation}_rest`)])];
  const [only] = parts;
  if (parts.length === 1 && only) return only;
  const names = only?.groups.map(({ name }) => name) ?? [];
  const met = parts.map((node) => ({ relation: node.relation, node }));
  return meet(names, met, null, `${settings.relation}_parts`, settings.relation).node;
}

/** Rows, or what is known of each unit of them, meet the windows that they lie in. */
function anew({ from, looking }: Pass, measured: Measures, frame: Frame, relation: string): Aggregate {
  const names = measured.all.map(({ value: { name } }) => name);
  const partial = measured.all.every(({ value }) => isMergeable(value));
  const rows = measured.prepared(!partial && names.every((name) => REPEATABLE.has(name)));
  const measures = measured.overColumns(rows);
  const daily: PlanNode = partial
    ? {
        kind: 'aggregate',
        relation: `${relation}_units`,
        input: rows,
        groups: from.groups.map(({ name }) => ({ name, value: outputColumn(rows, name) })),
        measures,
      }
    : rows;
  const others = from.otherDimensions();
  const on = looking.matches(frame, relationOf(daily), others.filter(isIn(frame)));
  return {
    kind: 'aggregate',
    relation,
    input: { kind: 'join', type: 'inner', left: frame.node, right: daily, on },
    groups: [...groupsOfFrame(frame), ...broughtBy(daily, frame, others)],
    measures: partial ? measures.map((measure) => mergedFrom(relationOf(daily), measure)) : measures,
  };
}

/** The edge of time is chosen within each window, whatever the other dimensions; then its rows are given to the groups. */
function windowedAtEdge({ settings, from, measured, looking }: Pass, frame: Frame, edge: Edge): Aggregate {
  const rows = measured.prepared(from.pairs, false);
  const at = frame.at ?? missing('period of the frame');
  const names = outputOf(frame.node).filter(
    ({ name }) => name === at.column || name === BOUND || name.startsWith('in_'),
  );
  const points: PlanNode = {
    kind: 'aggregate',
    relation: `${settings.relation}_points`,
    input: frame.node,
    groups: names.map(({ name, type }) => ({ name, value: column(relationOf(frame.node), name, type) })),
    measures: [],
  };
  const point: Frame = { node: points, at: column(relationOf(points), at.column, at.type) };
  const joined: PlanNode = {
    kind: 'join',
    type: 'inner',
    left: points,
    right: rows,
    on: looking.matches(point, relationOf(rows), []),
  };
  const edges: Project = {
    kind: 'project',
    relation: `${settings.relation}_edges`,
    input: joined,
    columns: [
      { name: 'point', value: point.at as Scalar },
      ...allColumns(rows),
      atEdge(rows, edge, [point.at as Scalar]),
    ],
  };
  const others = from.otherDimensions();
  const on = [
    call('=', [at, outputColumn(edges, 'point')], 'boolean'),
    ...others
      .filter(isIn(frame))
      .map((dimension) => isSame(frameColumn(frame, dimension.name), outputColumn(edges, dimension.name))),
  ];
  return {
    kind: 'aggregate',
    relation: settings.relation,
    input: { kind: 'join', type: 'inner', left: frame.node, right: edges, on },
    groups: [...groupsOfFrame(frame), ...broughtBy(edges, frame, others)],
    measures: measured.overColumns(edges),
  };
}

/** Whether a frame tells a dimension; one of periods alone leaves it to the rows. */
const isIn =
  ({ node }: Frame) =>
  ({ name }: QuestionDimension): boolean =>
    outputOf(node).some((each) => each.name === name);

const broughtBy = (rows: PlanNode, frame: Frame, others: readonly QuestionDimension[]): readonly Named[] =>
  others
    .filter((dimension) => !isIn(frame)(dimension))
    .map(({ name }): Named => ({ name, value: outputColumn(rows, name) }));

/** Aggregates that equal rows of one unit do not change. */
const REPEATABLE: ReadonlySet<string> = new Set(['count_distinct', 'approx_distinct', 'min', 'max']);
