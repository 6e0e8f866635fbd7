import {
  type AggregateCall,
  all,
  any,
  call,
  column,
  equals,
  isNotNull,
  literal,
  not,
  type Scalar,
  TRUE,
  value,
} from '../expressions/scalar.js';
import type { Model, Spine } from '../model/model.js';
import { refuse } from '../problems/problem.js';
import type { Condition, RequestedGrain } from '../request/metric-request.js';
import { type CalendarGrain, GRAINS, isBelowDay, isCalendarGrain } from '../time/grain.js';
import { add, printDate, printWallClock, readWallClock, startOf } from '../time/wall-clock.js';
import { spineOf } from './custom-grains.js';
import { spineRows } from './joins.js';
import { instantOf, inZone, partOf, periodOf, wall } from './periods.js';
import { type PlanNode, relationOf } from './plan.js';
import { type Question, type QuestionDimension, reportsTime } from './question.js';
import { testOf } from './tests.js';
import { plus } from './timeline.js';

/** Steps of time that periods and units are made from: days, or finer ones where finer ones are asked. */
export interface Steps {
  readonly node: PlanNode;
  /** The step's time as the wall clock of the zone shows it. */
  readonly local: Scalar;
  /** The step's time itself: a UTC instant below the day, else a day. */
  readonly time: Scalar;
  /** A custom period that the step lies in. */
  readonly custom: (grain: string) => Scalar;
  /** What must hold of some step of a period, each by itself, for the period to be reported. */
  readonly reports: readonly Scalar[];
}

/** Bounds of a series that are known only from the data: the first and last period, as columns of one row. */
export interface Bounds {
  readonly input: PlanNode;
  readonly from: Scalar;
  readonly through: Scalar;
}

/**
 * The steps that a question's periods are made of: those of the periods that its range touches, else all of the spine
 * (or of the bounds, without a spine). `reports` says which periods are in the range and pass the conditions on time.
 */
export function stepsOf(
  model: Model,
  question: Question,
  finest: RequestedGrain,
  customs: readonly string[],
  options: {
    readonly prefer: 'range' | 'spine';
    readonly bounds: Bounds | null;
    readonly reported: boolean;
    readonly relation: (wanted: string) => string;
  },
): Steps {
  const base: CalendarGrain = typeof finest === 'string' && isBelowDay(finest) ? finest : 'day';
  const declared = model.spines.filter(({ rule }) => rule === null);
  const own = typeof finest === 'string' ? undefined : spineOf(model, finest.custom);
  const bounded = own !== undefined && (own.rule === null || question.time !== null); // a rule alone never ends
  const spine =
    (options.prefer === 'range' && bounded ? own : undefined) ??
    declared.find(
      (each) =>
        isCalendarGrain(each.grain) &&
        GRAINS.indexOf(each.grain) <= GRAINS.indexOf(base) &&
        (base !== 'day' || each.grain === 'day'),
    ) ??
    declared.find((each) => isCalendarGrain(each.grain) && GRAINS.indexOf(each.grain) <= GRAINS.indexOf(base)) ??
    (options.prefer === 'range' || base !== 'day' || customs[0] === undefined // its days are no hours
      ? undefined
      : spineOf(model, customs[0]));
  // A custom period has days outside of the range, by which a condition may report it: only its spine knows them
  const series = options.prefer === 'range' && question.time !== null && options.reported && typeof finest === 'string';
  const useSpine = spine !== undefined && !series;
  const start =
    useSpine && spine ? fromSpine(spine, base, options.relation('steps')) : fromSeries(question, base, finest, options);
  const grains = new Set([...customs, ...(options.reported ? question.where.flatMap(customGrainsOf) : [])]);
  let node: PlanNode = start.node;
  const found = new Map<string, Scalar>();
  for (const grain of grains) {
    const from = spineOf(model, grain);
    const relation = options.relation(`${from.table}_of`);
    const day = base === 'day' ? start.local : call('trunc', [literal('day', 'text'), start.local], 'date');
    node = {
      kind: 'join',
      type: 'left',
      left: node,
      right: spineRows(from, relation),
      on: [equals(day, column(relation, from.column, 'date'))],
    };
    found.set(grain, column(relation, grain, from.types.get(grain) ?? 'date'));
  }
  const custom = (grain: string): Scalar =>
    found.get(grain) ?? refuse({ code: 'UNKNOWN_GRAIN', message: `There is no grain "${grain}".` });
  const conditions = (): readonly Scalar[] =>
    question.where.filter(reportsTime).map((condition) => stepCondition(condition, start.local, custom));
  const parts = options.reported ? [all(within(question, base, start.local)), all(conditions())] : [];
  return { ...start, node, custom, reports: parts.filter((part) => part !== TRUE) };
}

/** What a metric_time dimension shows for a step. */
export function shownFor(dimension: QuestionDimension, steps: Steps, zone: string): Scalar {
  if (dimension.part !== null) return partOf(wall(steps.local), dimension.part, zone);
  if (dimension.grain === null) return steps.local;
  if (typeof dimension.grain !== 'string') return steps.custom(dimension.grain.custom);
  const period = periodOf(wall(steps.local), dimension.grain, zone);
  if (!dimension.instants) return period;
  if (steps.time.type === 'timestamp') return instantOf(steps.time, dimension.grain, zone);
  const midnight = call('cast', [period], 'timestamp');
  return zone === 'UTC' ? midnight : call('from_zone', [midnight, literal(zone, 'text')], 'timestamp');
}

/** The periods that steps make, each once: those of which some step is in the range and some step passes the conditions. */
export function periodsOf(
  { node, reports }: Steps,
  relation: string,
  columns: readonly { readonly name: string; readonly value: Scalar }[],
): PlanNode {
  const measures = reports.map((where, index) => ({
    name: `reported_${index + 1}`,
    value: { kind: 'aggregate', name: 'count', args: [], where, type: 'integer' } as AggregateCall,
  }));
  const grouped: PlanNode = {
    kind: 'aggregate',
    relation: `${relation}_steps`,
    input: node,
    groups: columns,
    measures,
  };
  const reported = measures.map(({ name }) =>
    call('>', [column(relationOf(grouped), name, 'integer'), literal('0', 'integer')], 'boolean'),
  );
  const where = [
    ...reported,
    ...columns.map(({ name, value: { type } }) => isNotNull(column(relationOf(grouped), name, type))),
  ]; // a day that the spine lacks has no period
  const kept: PlanNode = { kind: 'filter', input: grouped, where };
  return {
    kind: 'project',
    relation,
    input: kept,
    columns: columns.map(({ name, value: { type } }) => ({ name, value: column(relationOf(grouped), name, type) })),
  };
}

interface Start {
  readonly node: PlanNode;
  readonly local: Scalar;
  readonly time: Scalar;
}

function fromSpine(spine: Spine, base: CalendarGrain, relation: string): Start {
  const type = isBelowDay(spine.grain as CalendarGrain) ? 'timestamp' : 'date';
  const at = column(relation, spine.column, type);
  const local =
    base === spine.grain ? at : call('trunc', [literal(base, 'text'), at], base === 'day' ? 'date' : 'timestamp');
  return { node: spineRows(spine, relation), local, time: local };
}

function fromSeries(
  question: Question,
  base: CalendarGrain,
  finest: RequestedGrain,
  options: {
    readonly bounds: Bounds | null;
    readonly reported: boolean;
    readonly relation: (wanted: string) => string;
  },
): Start {
  const relation = options.relation('steps');
  const { zone } = question;
  const range = options.reported ? question.time : null;
  const type = base === 'day' ? ('date' as const) : ('timestamp' as const);
  const instants = base !== 'day' && zone !== 'UTC';
  const at = column(relation, 'step', type);
  const local = instants ? inZone(at, zone) : at;
  // An hour may begin off the hour in UTC, and clocks change by half hours in places
  const step =
    instants && base === 'hour' ? ({ count: 15, grain: 'minute' } as const) : ({ count: 1, grain: base } as const);
  const slack = instants ? 1 : 0; // bounds are wall clocks, and steps are instants
  if (range !== null) {
    const [from, to] = [readWallClock(range.from), readWallClock(range.to)];
    if (from === undefined || to === undefined) throw new Error('a range that is none');
    const print = type === 'date' ? printDate : printWallClock;
    const whole = typeof finest === 'string' ? finest : base;
    const end = add(startOf(to, whole), 1, whole); // the range may end inside a period: all of its steps may pass a condition
    return {
      node: {
        kind: 'series',
        relation,
        column: 'step',
        from: value(print(add(startOf(from, whole), -slack, 'day')), type),
        through: value(print(add(end, slack, 'day')), type),
        step,
        input: null,
      },
      local,
      time: at,
    };
  }
  const { bounds } = options;
  if (bounds === null)
    return refuse({
      code: 'FILL_NEEDS_RANGE',
      message:
        'Missing periods cannot be filled without a time range, since no spine of the model is as fine as they are.',
      hint: 'Give time:, or declare a finer spine.',
    });
  const cast = (bound: Scalar): Scalar => (bound.type === type ? bound : call('cast', [bound], type));
  return {
    node: {
      kind: 'series',
      relation,
      column: 'step',
      from: slack === 0 ? cast(bounds.from) : plus(cast(bounds.from), -slack, 'day'),
      through: slack === 0 ? cast(bounds.through) : plus(cast(bounds.through), slack, 'day'),
      step,
      input: bounds.input,
    },
    local,
    time: at,
  };
}

/** A step is reported where the range touches it. */
function within({ time }: Question, base: CalendarGrain, local: Scalar): readonly Scalar[] {
  if (time === null) return [];
  const begin = local.type === 'timestamp' ? local : call('cast', [local], 'timestamp');
  const from = readWallClock(time.from);
  const first = from === undefined ? time.from : printWallClock(startOf(from, base));
  return [
    call('>=', [begin, value(first, 'timestamp')], 'boolean'),
    call('<', [begin, value(time.to, 'timestamp')], 'boolean'),
  ];
}

function stepCondition(condition: Condition, local: Scalar, custom: (grain: string) => Scalar): Scalar {
  switch (condition.kind) {
    case 'any':
      return any(condition.of.map((each) => stepCondition(each, local, custom)));
    case 'all':
      return all(condition.of.map((each) => stepCondition(each, local, custom)));
    case 'not':
      return not(stepCondition(condition.of, local, custom));
    case 'metric':
      throw new Error('a metric is no time');
    case 'test': {
      const { grain } = condition;
      const shown =
        grain === null ? local : typeof grain === 'string' ? periodOf(wall(local), grain, 'UTC') : custom(grain.custom);
      return testOf(shown, condition.test);
    }
  }
}

const customGrainsOf = (condition: Condition): readonly string[] => {
  if (condition.kind === 'any' || condition.kind === 'all') return condition.of.flatMap(customGrainsOf);
  if (condition.kind === 'not') return customGrainsOf(condition.of);
  return condition.kind === 'test' &&
    reportsTime(condition) &&
    condition.grain !== null &&
    typeof condition.grain !== 'string'
    ? [condition.grain.custom]
    : [];
};

/** The first and last value of a column, as one row. */
export function boundsOf(node: PlanNode, at: Scalar, relation: string): Bounds {
  const edge = (name: 'min' | 'max'): AggregateCall => ({ kind: 'aggregate', name, args: [at], type: at.type });
  const input: PlanNode = {
    kind: 'aggregate',
    relation,
    input: node,
    groups: [],
    measures: [
      { name: 'first', value: edge('min') },
      { name: 'last', value: edge('max') },
    ],
  };
  return { input, from: column(relation, 'first', at.type), through: column(relation, 'last', at.type) };
}
