import { type AggregateCall, call, column, isNotNull, type Scalar } from '../../expressions/scalar.js';
import type { CumulativeMetric } from '../../model/model.js';
import { type CalendarGrain, isCalendarGrain } from '../../time/grain.js';
import type { Composed, Composition, Part } from '../composition.js';
import { unitNames } from '../custom-grains.js';
import type { Frame } from '../frame.js';
import type { Movement } from '../movement.js';
import { Names } from '../names.js';
import { type Named, outputColumn, outputOf, type PlanNode, relationOf } from '../plan.js';
import { isMetricTime, type QuestionDimension } from '../question.js';
import {
  movedTime,
  notExpressible,
  plus,
  sourcePeriod,
  type Timeline,
  timelineOf,
  trunc,
  wallPeriod,
} from '../timeline.js';
import { boundsOf, periodsOf, stepsOf } from '../units.js';
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
  const unitsOf = (frame: Frame): Frame => units(first, composer, scope, timeline, frame);
  const inner = ({ periods, ...frame }: Frame): Frame => ({
    ...unitsOf(frame),
    ...(periods && { periods: unitsOf(periods) }),
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

function calendarUnit(metric: CumulativeMetric, timeline: Timeline): CalendarGrain {
  const unit = unitOf(metric.window, timeline.grain);
  return typeof unit === 'string' ? unit : notExpressible(`A window in ${unit.custom} is asked by ${unit.custom}.`);
}

/** The groups of the answer, one row for each unit of time in their period; only units that are reported and in the spine. */
function units(metric: CumulativeMetric, composer: Composer, scope: Scope, timeline: Timeline, frame: Frame): Frame {
  const { question, model } = composer;
  const unit = calendarUnit(metric, timeline);
  const at = wallPeriod(timeline, frame.at ?? notExpressible('A window needs a period.'), question.zone);
  const then = scope.movement.looks.reduce((period: Scalar, shift) => sourcePeriod(period, timeline.grain, shift), at);
  const customs = [
    ...(typeof timeline.grain === 'string' ? [] : [timeline.grain.custom]),
    ...(metric.window.kind === 'to_date' && !isCalendarGrain(metric.window.grain) ? [metric.window.grain] : []),
  ];
  const relation = (wanted: string): string => composer.relation(wanted);
  const { moves } = scope.movement;
  const found = boundsOf(frame.node, then, relation('edges'));
  const from = moves.reduce((at: Scalar, span) => plus(at, -span.count - 1, calendarGrain(span.grain)), found.from);
  const edges = { ...found, from };
  const asked = timeline.grain;
  const bounds =
    typeof asked === 'string'
      ? {
          ...edges,
          through: call(
            'date_add',
            [
              { kind: 'literal', value: asked, type: 'text' },
              { kind: 'literal', value: '1', type: 'integer' },
              edges.through,
            ],
            edges.through.type,
          ),
        }
      : edges;
  const steps = stepsOf(model, question, unit, customs, {
    prefer: 'spine',
    bounds,
    reported: !isAway(scope.movement),
    relation,
  });
  const step = trunc(unit, steps.local);
  const later = moves.reduce((time: Scalar, span) => movedTime(time, span), step);
  const period = typeof asked === 'string' ? trunc(asked, later) : steps.custom(asked.custom); // a week belongs to the month it starts in
  const columns: Named[] = [
    { name: AT, value: step },
    { name: 'in_period', value: period },
    ...customs
      .filter((grain) => typeof asked === 'string' || grain !== asked.custom || metric.window.kind === 'to_date')
      .map((grain): Named => ({ name: unitNames(grain), value: steps.custom(grain) })),
  ];
  const all = periodsOf(steps, relation('units'), columns);
  const u = relationOf(all);
  const node: PlanNode = {
    kind: 'project',
    relation: relation('frame_units'),
    input: {
      kind: 'join',
      type: 'inner',
      left: frame.node,
      right: all,
      on: [call('=', [then, column(u, 'in_period', period.type)], 'boolean')],
    },
    columns: [
      ...outputOf(frame.node).map(
        ({ name, type }): Named => ({ name, value: column(relationOf(frame.node), name, type) }),
      ),
      ...columns
        .filter(({ name }) => name !== 'in_period')
        .map(({ name, value }): Named => ({ name, value: column(u, name, value.type) })),
    ],
  };
  return { node, at: column(relationOf(node), AT, step.type) };
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
  const unit = calendarUnit(metric, timelineOf(question) as Timeline);
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
