import { call, choose, column, equals, isNull, literal, type Scalar } from '../expressions/scalar.js';
import type { Metric, Model } from '../model/model.js';
import type { Fill, RangeComparison, ReportedTime } from '../request/metric-request.js';
import { type CalendarGrain, isCalendarGrain } from '../time/grain.js';
import { add, compareClocks, minus, readWallClock, startOf, type WallClock } from '../time/wall-clock.js';
import { valueOfNothing } from './build/nothing.js';
import { carriedForward } from './carry.js';
import type { Composed, Composition } from './composition.js';
import { daysOf, spineOf } from './custom-grains.js';
import { aimsOf } from './custom-units.js';
import { isSame } from './frame.js';
import { type Named, outputColumn, type PlanNode } from './plan.js';
import { grainName, isMetricTime, type Question } from './question.js';
import { notExpressible, plus, sourcePeriod, stepsByPeriod, type Timeline, timelineOf, trunc } from './timeline.js';

/**
 * The same question over another range, beside each group: period to period, so that one answer holds both. A group
 * that has no rows there shows what its metrics show without rows, or their last value before where that fills the answer.
 */
export function withComparison(
  composition: Composition,
  question: Question,
  metrics: readonly Metric[],
  comparison: RangeComparison,
  fill: Fill | null,
  composed: Composed,
): { readonly node: PlanNode; readonly values: ReadonlyMap<string, Scalar> } {
  const then = { ...question, time: comparison.time };
  const before =
    fill === 'last'
      ? carriedForward(composition.settingsFor(then), metrics, metrics)
      : composition.compose(then, metrics);
  const relation = composition.relation('before');
  const values = metrics.map(
    (metric): Named => ({ name: metric.name, value: before.values.get(metric.name) ?? literal(null, metric.type) }),
  );
  const node: PlanNode = {
    kind: 'project',
    relation,
    input: before.node,
    columns: [
      ...before.groups.map(({ name, value }) => ({ name: `group_${name}`, value })),
      ...values,
      { name: 'is_there', value: literal('1', 'integer') },
    ],
  };
  const group = (name: string): Scalar =>
    composed.groups.find((each) => each.name === name)?.value ?? notExpressible(`There is no dimension ${name}.`);
  const timeline = question.dimensions.some((dimension) => isMetricTime(dimension) && dimension.grain !== null)
    ? timelineOf(question)
    : null;
  const looking =
    timeline === null
      ? null
      : periodBefore(composition.model, timeline, group(timeline.dimension.name), question.time, comparison, relation);
  const on = question.dimensions.flatMap((dimension): Scalar[] => {
    const there = column(relation, `group_${dimension.name}`, dimension.type);
    if (!isMetricTime(dimension)) return [isSame(group(dimension.name), there)];
    return looking !== null && dimension.name === timeline?.dimension.name
      ? [call('=', [looking.before, there], 'boolean')]
      : [];
  });
  const isThere = column(relation, 'is_there', 'integer');
  return {
    node: { kind: 'join', type: 'left', left: looking?.through(composed.node) ?? composed.node, right: node, on },
    values: new Map(
      values.map(({ name, value: { type } }, index) => [
        name,
        choose(
          isNull(isThere),
          valueOfNothing(composition.model, metrics[index] as Metric),
          column(relation, name, type),
          type,
        ),
      ]),
    ),
  };
}

/** The period that a group is compared with; `through` joins what it is looked up in. */
interface PeriodBefore {
  readonly before: Scalar;
  readonly through: (groups: PlanNode) => PlanNode;
}

/** A step of a custom calendar is looked up: the period at the same place of the earlier unit (O1b). */
function periodBefore(
  model: Model,
  timeline: Timeline,
  period: Scalar,
  time: ReportedTime | null,
  comparison: RangeComparison,
  relation: string,
): PeriodBefore {
  const { dimension, grain } = timeline;
  const { span } = comparison;
  if (dimension.instants) return notExpressible('Periods are compared on the wall clock, not by instants.');
  if (span === null || isCalendarGrain(span.grain))
    return typeof grain === 'string'
      ? { before: reckonedBefore(model, grain, period, time, comparison), through: (groups) => groups }
      : notExpressible(
          `Periods of ${grain.custom} are compared with those of its own calendar: ask this or last of one of its grains, with PREVIOUS_PERIOD.`,
        );
  if (!stepsByPeriod(model, grain, span.grain))
    return notExpressible(`Periods longer than ${span.grain} are not compared by it: ask by it or by a finer grain.`);
  const aims = aimsOf(model, grainName(grain), { kind: 'back', span });
  const looked = (left: PlanNode): PlanNode => ({
    kind: 'join',
    type: 'left',
    left,
    right: aims,
    on: [equals(period, outputColumn(aims, 'unit'))],
  });
  const aim = outputColumn(aims, 'aim');
  if (typeof grain === 'string') return { before: trunc(grain, aim), through: looked };
  const days = daysOf(spineOf(model, grain.custom), `days_${relation}`);
  return {
    before: days.unit(grain.custom),
    through: (groups) => ({
      kind: 'join',
      type: 'left',
      left: looked(groups),
      right: days.node,
      on: [equals(aim, days.day)],
    }),
  };
}

/** A step of the calendar, or the period at the same place of the other range. */
function reckonedBefore(
  model: Model,
  grain: CalendarGrain,
  period: Scalar,
  time: ReportedTime | null,
  { time: compared, span }: RangeComparison,
): Scalar {
  if (span !== null && stepsByPeriod(model, grain, span.grain))
    return sourcePeriod(period, grain, { kind: 'back', span });
  const [from, to] = [time && readWallClock(time.from), readWallClock(compared.from)];
  if (!from || to === undefined) return notExpressible('A comparison needs a time range.');
  const [place, itsPlace] = [minus(from, startOf(from, grain)), minus(to, startOf(to, grain))];
  if (compareClocks(place, itsPlace) !== 0)
    return notExpressible(
      `The ranges compared begin at different places within a ${grain}: ask by day, or compare whole periods such as the last month.`,
    );
  return plus(period, -unitsBetween(startOf(to, grain), startOf(from, grain), grain), grain);
}

/** Whole units from one period to another; negative where the other is earlier. */
export function unitsBetween(from: WallClock, to: WallClock, grain: CalendarGrain): number {
  const [early, late, sign] = compareClocks(from, to) <= 0 ? [from, to, 1] : [to, from, -1];
  let [low, high] = [0, 1];
  while (compareClocks(add(early, high, grain), late) <= 0) [low, high] = [high, high * 2];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (compareClocks(add(early, middle, grain), late) <= 0) low = middle;
    else high = middle;
  }
  return sign * low;
}
