import { type AggregateCall, call, column, equals, isNotNull, type Scalar } from '../../expressions/scalar.js';
import type { CumulativeMetric, Model } from '../../model/model.js';
import type { RequestedGrain } from '../../request/metric-request.js';
import { type CalendarGrain, isCalendarGrain, rollsUp } from '../../time/grain.js';
import type { Composed, Composition, Part } from '../composition.js';
import { daysOf, spineOf, unitNames } from '../custom-grains.js';
import { unitsOf } from '../custom-units.js';
import type { Frame } from '../frame.js';
import { lookThrough } from '../look.js';
import type { Movement } from '../movement.js';
import { Names } from '../names.js';
import { type Named, outputColumn, outputOf, type PlanNode, relationOf } from '../plan.js';
import { isMetricTime, type QuestionDimension } from '../question.js';
import { movedTime, notExpressible, plus, type Timeline, timelineOf, trunc, wallPeriod } from '../timeline.js';
import { boundsOf, periodsOf, type Steps, stepsOf } from '../units.js';
import { unitOf } from '../window.js';
import { behindOf, type Composer, type Scope } from './builders.js';

const AT = 'unit_at';

/** Where a part has a metric: its value in the period, the units with a group, the rows behind them. */
interface UnitColumns {
  readonly value: string;
  readonly units: string;
  readonly rows: string;
}

/** All metrics that are computed for the same units: groups and units are made once. */
export interface UnitsPart extends Part {
  readonly columnsOf: (metric: CumulativeMetric) => UnitColumns;
}

export function unitsPart(first: CumulativeMetric, composer: Composer, scope: Scope, timeline: Timeline): UnitsPart {
  const relation = composer.relation(`by_${first.name}`);
  const names = new Names();
  for (const { name } of composer.question.dimensions) names.take(name);
  const metrics = new Map<CumulativeMetric, UnitColumns>();
  const inUnits = (frame: Frame): Frame => units(first, composer, scope, timeline, frame);
  const inner = ({ periods, ...frame }: Frame): Frame => ({
    ...inUnits(frame),
    ...(periods && { periods: inUnits(periods) }),
  });
  const child = (frame: Frame): Composition => childOf(first, [...metrics.keys()], composer, scope, frame);
  return {
    relation,
    needsFrame: true,
    columnsOf: (metric) => {
      const columns = metrics.get(metric) ?? {
        value: names.take(metric.name),
        units: names.take(`${metric.name}_units`),
        rows: names.take(`${metric.name}_rows`),
      };
      metrics.set(metric, columns);
      return columns;
    },
    node: (given) => {
      const frame = inner(given as Frame);
      const groups = outputOf((given as Frame).node).map(({ name }) => name);
      return perPeriod(metrics, composer, child(frame).composed(), frame, groups, relation);
    },
    seen: (periods, others) => {
      const frame = inner(periods);
      return child(frame).seenGroups(frame, others);
    },
  };
}

/** The groups of the answer, one row for each unit of time in their period; only units that are reported and in the spine. */
function units(metric: CumulativeMetric, composer: Composer, scope: Scope, timeline: Timeline, frame: Frame): Frame {
  const { question, model } = composer;
  const asked = timeline.grain;
  const unit = unitOf(model, metric.window, asked);
  const relation = (wanted: string): string => composer.relation(wanted);
  const { node: from, at: then } = lookedFrom(composer, scope, timeline, frame);
  const toDate = metric.window.kind === 'to_date' && !isCalendarGrain(metric.window.grain) ? metric.window.grain : null;
  const customs = [
    ...new Set([asked, unit].flatMap((grain) => (typeof grain === 'string' ? [] : [grain.custom]))),
    ...(toDate === null ? [] : [toDate]),
  ];
  const { moves } = scope.movement;
  const found = boundsOf(from, then, relation('edges'));
  const edges = {
    ...found,
    from: moves.reduce((at: Scalar, span) => plus(at, -span.count - 1, calendarGrain(span.grain)), found.from),
  };
  const bounds = typeof asked === 'string' ? { ...edges, through: plus(edges.through, 1, asked) } : edges;
  const reported = !isAway(scope.movement);
  const steps = stepsOf(model, question, unit, customs, { prefer: 'spine', bounds, reported, relation });
  const { node: stepped, start, period } = placedUnits(model, steps, unit, asked, moves, relation);
  const columns: Named[] = [
    { name: AT, value: start },
    { name: 'in_period', value: period },
    ...(toDate === null ? [] : [{ name: unitNames(toDate), value: steps.custom(toDate) }]),
  ];
  const all = periodsOf({ ...steps, node: stepped }, relation('units'), columns);
  const u = relationOf(all);
  const node: PlanNode = {
    kind: 'project',
    relation: relation('frame_units'),
    input: {
      kind: 'join',
      type: 'inner',
      left: from,
      right: all,
      on: [call('=', [then, column(u, 'in_period', period.type)], 'boolean')],
    },
    columns: [
      ...outputOf(frame.node).map(({ name, type }): Named => ({ name, value: column(relationOf(from), name, type) })),
      ...columns
        .filter(({ name }) => name !== 'in_period')
        .map(({ name, value }): Named => ({ name, value: column(u, name, value.type) })),
    ],
  };
  return { node, at: column(relationOf(node), AT, start.type) };
}

/** The frame with the period that each group looks from, on the wall clock. */
function lookedFrom(
  composer: Composer,
  { movement }: Scope,
  timeline: Timeline,
  frame: Frame,
): { readonly node: PlanNode; readonly at: Scalar } {
  const first: Scalar = wallPeriod(
    timeline,
    frame.at ?? notExpressible('A window needs a period.'),
    composer.question.zone,
  );
  return movement.looks.reduce(
    ({ node, at }, shift) => {
      const looking = lookThrough(
        composer.model,
        { ...frame, node },
        at,
        timeline,
        shift,
        composer.relation('looking'),
      );
      return { node: looking.node, at: looking.at ?? at };
    },
    { node: frame.node, at: first },
  );
}

/** The unit around each step by its first day, and the period that this day lies in: a week belongs to the month it starts in. */
function placedUnits(
  model: Model,
  steps: Steps,
  unit: RequestedGrain,
  asked: RequestedGrain,
  moves: Movement['moves'],
  relation: (wanted: string) => string,
): { readonly node: PlanNode; readonly start: Scalar; readonly period: Scalar } {
  const joined = (left: PlanNode, right: PlanNode, a: Scalar, b: Scalar): PlanNode => ({
    kind: 'join',
    type: 'inner',
    left,
    right,
    on: [equals(a, b)],
  });
  let { node } = steps;
  let start = typeof unit === 'string' ? trunc(unit, steps.local) : steps.local;
  if (typeof unit !== 'string') {
    const units = unitsOf(spineOf(model, unit.custom), unit.custom);
    node = joined(node, units, steps.custom(unit.custom), outputColumn(units, 'unit'));
    start = outputColumn(units, 'start');
  }
  if (typeof asked === 'string') {
    const later = moves.reduce((time: Scalar, span) => movedTime(time, span), start);
    return { node, start, period: trunc(asked, later) };
  }
  if (typeof unit === 'string' && rollsUp(unit, 'day')) return { node, start, period: steps.custom(asked.custom) };
  const days = daysOf(spineOf(model, asked.custom), relation(`days_of_${asked.custom}`));
  return { node: joined(node, days.node, start, days.day), start, period: days.unit(asked.custom) };
}

/** Units of shifted periods lie outside of the range. */
const isAway = ({ looks, moves }: Movement): boolean => looks.length > 0 || moves.length > 0;
const calendarGrain = (grain: string): CalendarGrain =>
  isCalendarGrain(grain) ? grain : notExpressible(`A window cannot be shifted by ${grain} here: ask it by day.`);

function childOf(
  metric: CumulativeMetric,
  metrics: readonly CumulativeMetric[],
  composer: Composer,
  scope: Scope,
  frame: Frame,
): Composition {
  const { question } = composer;
  const time = question.dimensions.find(isMetricTime) as QuestionDimension;
  const unit = unitOf(composer.model, metric.window, (timelineOf(question) as Timeline).grain);
  const dimension: QuestionDimension = {
    ...time,
    name: AT,
    unit: true,
    grain: unit,
    part: null,
    instants: false,
    type: frame.at?.type ?? 'date',
  };
  const asked = {
    ...question,
    time: isAway(scope.movement) ? null : question.time,
    dimensions: [...question.dimensions, dimension],
  };
  return composer.child(asked, metrics, { frame, behind: composer.fillsZero, filters: scope.filters });
}

/** Of each metric its value for each unit, then the first, the last or the mean of those that are there. */
function perPeriod(
  metrics: ReadonlyMap<CumulativeMetric, UnitColumns>,
  composer: Composer,
  composed: Composed,
  frame: Frame,
  groups: readonly string[],
  relation: string,
): PlanNode {
  const columns = [...metrics].flatMap(([{ name }, as]): Named[] => {
    const value = composed.values.get(name) ?? notExpressible(`"${name}" has no value.`);
    const rows = composed.values.get(behindOf(name));
    return [{ name: as.value, value }, ...(rows === undefined ? [] : [{ name: as.rows, value: rows }])];
  });
  const valued: PlanNode = {
    kind: 'project',
    relation: composer.relation(`${relation}_valued`),
    input: composed.node,
    columns: [...composed.groups, ...columns],
  };
  const at = column(relationOf(valued), AT, frame.at?.type ?? 'date');
  return {
    kind: 'aggregate',
    relation,
    input: valued,
    groups: groups.map((name) => ({ name, value: outputColumn(valued, name) })),
    measures: [...metrics].flatMap(([metric, as]): Named<AggregateCall>[] => [
      { name: as.value, value: picked(metric, outputColumn(valued, as.value), at) },
      {
        name: as.units,
        value: { kind: 'aggregate', name: 'count', args: [], type: 'integer' }, // units without a value fall away, and make NULL
      },
      ...(composer.fillsZero ? [{ name: as.rows, value: sumOf(outputColumn(valued, as.rows)) }] : []),
    ]),
  };
}

function picked({ period }: CumulativeMetric, of: Scalar, at: Scalar): AggregateCall {
  const pick: AggregateCall =
    period === 'average'
      ? { kind: 'aggregate', name: 'avg', args: [of], type: 'double' }
      : { kind: 'aggregate', name: period === 'last' ? 'max_by' : 'min_by', args: [of, at], type: of.type };
  return { ...pick, where: isNotNull(of) };
}

const sumOf = (rows: Scalar): AggregateCall => ({ kind: 'aggregate', name: 'sum', args: [rows], type: 'integer' });
