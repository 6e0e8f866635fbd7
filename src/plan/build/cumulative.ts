import { type AggregateCall, call, choose, column, isNotNull, literal, type Scalar } from '../../expressions/scalar.js';
import type { CumulativeMetric } from '../../model/model.js';
import type { RequestedGrain } from '../../request/metric-request.js';
import { type CalendarGrain, isCalendarGrain } from '../../time/grain.js';
import { unitNames } from '../custom-grains.js';
import type { Frame } from '../frame.js';
import type { Movement } from '../movement.js';
import { isPlain } from '../movement-of.js';
import { type Named, outputOf, type PlanNode, relationOf } from '../plan.js';
import { grainName, isMetricTime, type QuestionDimension } from '../question.js';
import { notExpressible, sourcePeriod, type Timeline, timelineOf, trunc, wallPeriod } from '../timeline.js';
import { boundsOf, periodsOf, stepsOf } from '../units.js';
import { unitOf } from '../window.js';
import { BEHIND, type Build, build, type Composer, type Scope } from './builders.js';
import { valueOfNothing } from './nothing.js';

const AT = 'unit_at';
const sameGrain = (a: RequestedGrain, b: RequestedGrain): boolean => grainName(a) === grainName(b);

/** The input over a window of time around each unit; a longer period shows one of its units' values, or their mean. */
export const cumulative: Build<CumulativeMetric> = (metric, composer, above) => {
  const scope: Scope = { ...above, filters: [...(metric.where ? [metric.where] : []), ...above.filters] };
  const input = composer.metric(metric.input);
  if (!composer.question.dimensions.some(isMetricTime)) return build(input, composer, scope);
  const timeline = timelineOf(composer.question) as Timeline;
  if (scope.movement.window !== null || scope.movement.moves.length > 0)
    notExpressible(`"${metric.name}" is a window inside another window, or shifted by less than the period asked.`);
  if (!isPlain(composer.model, input, true))
    notExpressible(`A window such as "${metric.name}" is over a metric of rows, and "${input.name}" is none.`);
  const unit = unitOf(metric.window, timeline.grain);
  const customGrain = metric.window.kind === 'to_date' && !isCalendarGrain(metric.window.grain);
  const movement: Movement = { ...scope.movement, window: metric.window };
  const asIs = sameGrain(unit, timeline.grain) && !customGrain;
  if (asIs && metric.period !== 'average') return build(input, composer, { ...scope, movement });
  if (asIs) {
    const built = build(input, composer, { ...scope, movement });
    return { ...built, value: call('cast', [built.value], 'double') };
  }
  const part = composer.addPart(
    JSON.stringify(['cumulative', metric.name, scope.filters.map((filter) => [...filter]), scope.movement]),
    () => {
      const relation = composer.relation(`by_${metric.name}`);
      const inner = (frame: Frame) => units(metric, composer, scope, timeline, frame);
      return {
        relation,
        needsFrame: true,
        node: (frame) =>
          perPeriod(
            metric,
            composer,
            scope,
            inner(frame as Frame),
            outputOf((frame as Frame).node).map(({ name }) => name),
            relation,
          ),
        seen: (periods, others) => {
          const child = childOf(metric, composer, scope, inner(periods));
          return child.seenGroups(inner(periods), others);
        },
      };
    },
  );
  const valued = column(part.relation, `${metric.name}_units`, 'integer');
  const value = choose(
    call('>', [valued, literal('0', 'integer')], 'boolean'),
    column(part.relation, metric.name, metric.type),
    valueOfNothing(composer.model, input),
  );
  return { value, behind: () => [column(part.relation, `${metric.name}_rows`, 'integer')] };
};

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
  const still = scope.movement.looks.length === 0;
  const relation = (wanted: string): string => composer.relation(wanted);
  const edges = boundsOf(frame.node, then, relation('edges'));
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
  const steps = stepsOf(model, question, unit, customs, { prefer: 'spine', bounds, reported: still, relation });
  const step = trunc(unit, steps.local);
  const period = typeof asked === 'string' ? trunc(asked, step) : steps.custom(asked.custom); // a week belongs to the month it starts in
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

function childOf(metric: CumulativeMetric, composer: Composer, scope: Scope, frame: Frame) {
  const input = composer.metric(metric.input);
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
  const looks = scope.movement.looks.length > 0; // then the units lie outside of the range
  const asked = { ...question, time: looks ? null : question.time, dimensions: [...question.dimensions, dimension] };
  return composer.child(asked, [input], {
    frame,
    behind: composer.fillsZero,
    filters: scope.filters,
    movement: { moves: [], looks: [], window: metric.window },
  });
}

/** The input's value for each unit, then the first, the last or the mean of those that are there. */
function perPeriod(
  metric: CumulativeMetric,
  composer: Composer,
  scope: Scope,
  frame: Frame,
  names: readonly string[],
  relation: string,
): PlanNode {
  const composed = childOf(metric, composer, scope, frame).composed();
  const value = composed.values.get(metric.input) ?? notExpressible(`"${metric.name}" has no value.`);
  const rows = composed.values.get(BEHIND);
  const valued: PlanNode = {
    kind: 'project',
    relation: composer.relation(`${metric.name}_valued`),
    input: composed.node,
    columns: [
      ...composed.groups,
      { name: 'value', value },
      ...(rows === undefined ? [] : [{ name: 'rows', value: rows }]),
    ],
  };
  const here = relationOf(valued);
  const of = column(here, 'value', value.type);
  const isValued = isNotNull(of);
  const where = { where: isValued };
  const at = column(here, AT, frame.at?.type ?? 'date');
  const pick: AggregateCall =
    metric.period === 'average'
      ? { kind: 'aggregate', name: 'avg', args: [of], type: 'double' }
      : { kind: 'aggregate', name: metric.period === 'last' ? 'max_by' : 'min_by', args: [of, at], type: value.type };
  return {
    kind: 'aggregate',
    relation,
    input: valued,
    groups: names.map((name) => ({
      name,
      value: column(here, name, outputOf(valued).find((each) => each.name === name)?.type ?? 'text'),
    })),
    measures: [
      { name: metric.name, value: { ...pick, ...where } },
      {
        name: `${metric.name}_units`,
        value: { kind: 'aggregate', name: 'count', args: [], type: 'integer' }, // units without a value fall away, and make NULL
      },
      ...(rows === undefined ? [] : [{ name: `${metric.name}_rows`, value: sumOf(column(here, 'rows', 'integer')) }]),
    ],
  };
}

const sumOf = (rows: Scalar): AggregateCall => ({ kind: 'aggregate', name: 'sum', args: [rows], type: 'integer' });
