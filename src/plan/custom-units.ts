import {
  type AggregateCall,
  call,
  choose,
  equals,
  isNotNull,
  literal,
  type Over,
  type Scalar,
} from '../expressions/scalar.js';
import type { Model, Spine } from '../model/model.js';
import { type CalendarGrain, isCalendarGrain } from '../time/grain.js';
import type { Span } from '../time/span.js';
import { daysOf, spineOf } from './custom-grains.js';
import { type Aggregate, outputColumn, type PlanNode, type Project } from './plan.js';
import { notExpressible, plus, type Shift, trunc } from './timeline.js';

/** A relation of units, each once: `unit` as it is shown, and `start`, the day that it stands at. */
export type Units = Aggregate | Project;

const earliest = (day: Scalar): AggregateCall => ({ kind: 'aggregate', name: 'min', args: [day], type: 'date' });
const number = (count: number): Scalar => literal(String(count), 'integer');
const over = (
  name: Over['name'],
  args: readonly Scalar[],
  by: Scalar | null,
  partitionBy: readonly Scalar[],
): Over => ({
  kind: 'over',
  name,
  args,
  partitionBy,
  orderBy: by === null ? [] : [{ value: by, direction: 'asc', nulls: 'last' }],
  type: args[0]?.type ?? 'integer',
});

const made = new WeakMap<Spine, Map<string, Units>>();

/** The relation of this name over a spine, made once: passes that look alike share it. */
function once(spine: Spine, relation: string, make: (relation: string) => Units): Units {
  const ofSpine = made.get(spine) ?? new Map<string, Units>();
  made.set(spine, ofSpine);
  const units = ofSpine.get(relation) ?? make(relation);
  ofSpine.set(relation, units);
  return units;
}

/** The units of a grain that the days of a spine make; a custom one starts on the first day that the spine has of it. */
export const unitsOf = (spine: Spine, grain: string): Units =>
  once(spine, `units_of_${grain}`, (relation) => unitsNamed(spine, grain, relation));

function unitsNamed(spine: Spine, grain: string, relation: string): Units {
  const { node, day, unit } = daysOf(spine, `${relation}_days`);
  return {
    kind: 'aggregate',
    relation,
    input: { kind: 'filter', where: [isNotNull(unit(grain))], input: node },
    groups: [{ name: 'unit', value: unit(grain) }],
    measures: [{ name: 'start', value: earliest(day) }],
  };
}

/** For each unit of a custom grain, the first day of the unit `count` later; the last units have none and are left out. */
export const nextUnits = (spine: Spine, grain: string, count: number): Units =>
  once(spine, `${grain}_${count}_later`, (relation) => laterUnits(spine, grain, count, relation));

function laterUnits(spine: Spine, grain: string, count: number, relation: string): Units {
  const units = unitsOf(spine, grain);
  const start = outputColumn(units, 'start');
  return {
    kind: 'project',
    relation,
    input: units,
    columns: [
      { name: 'unit', value: outputColumn(units, 'unit') },
      { name: 'day', value: over('lead', [start, number(count)], start, []) },
    ],
  };
}

/**
 * For each unit of the grain that is asked by, the day that a shift aims at (`aim`; NULL where there is none): rules O1
 * and O3 for custom grains. Windows in custom units reach as far (W1).
 */
export function aimsOf(model: Pick<Model, 'spines'>, asked: string, shift: Shift): Units {
  const grain = shift.kind === 'start' ? shift.grain : shift.span.grain;
  const spine = spineOf(model, isCalendarGrain(grain) ? asked : grain);
  if (!isCalendarGrain(asked) && !spine.grains.includes(asked))
    return notExpressible(`${asked} and ${grain} are of two calendars: neither knows the other's units.`);
  const by = shift.kind === 'start' ? 'start' : String(shift.span.count).replace('-', 'next_');
  return once(spine, `${asked}_to_${grain}_${by}`, (relation) => {
    if (shift.kind === 'start') return unitStarts(spine, asked, grain, relation);
    if (!isCalendarGrain(grain)) return samePlaces(spine, asked, grain, shift.span.count, relation);
    return movedStarts(spine, asked, shift.span.count, grain, relation);
  });
}

function movedStarts(spine: Spine, asked: string, count: number, grain: CalendarGrain, relation: string): Units {
  const units = unitsOf(spine, asked);
  const start = outputColumn(units, 'start');
  return {
    kind: 'project',
    relation,
    input: units,
    columns: [
      { name: 'unit', value: outputColumn(units, 'unit') },
      { name: 'start', value: start },
      { name: 'aim', value: plus(start, -count, grain) },
    ],
  };
}

/** The first day of the unit of `grain` around the day that each asked unit stands at. */
function unitStarts(spine: Spine, asked: string, grain: string, relation: string): Units {
  const units = standing(spine, asked, `${relation}_units`);
  const [unit, start] = [outputColumn(units, 'unit'), outputColumn(units, 'start')];
  const project = (input: PlanNode, aim: Scalar): Units => ({
    kind: 'project',
    relation,
    input,
    columns: [
      { name: 'unit', value: unit },
      { name: 'start', value: start },
      { name: 'aim', value: aim },
    ],
  });
  if (isCalendarGrain(grain)) return project(units, trunc(grain, start));
  const days = daysOf(spine, `${relation}_days`);
  const around = unitsNamed(spine, grain, `${relation}_around`);
  const placed: PlanNode = {
    kind: 'join',
    type: 'inner',
    left: units,
    right: days.node,
    on: [equals(start, days.day)],
  };
  const joined: PlanNode = {
    kind: 'join',
    type: 'inner',
    left: placed,
    right: around,
    on: [equals(days.unit(grain), outputColumn(around, 'unit'))],
  };
  return project(joined, outputColumn(around, 'start'));
}

/** Units with the day that they stand at: a calendar's with their own first day, whether the spine has it or not. */
function standing(spine: Spine, grain: string, relation: string): Units {
  const units = unitsOf(spine, grain);
  if (!isCalendarGrain(grain)) return units;
  const unit = outputColumn(units, 'unit');
  return {
    kind: 'project',
    relation,
    input: units,
    columns: [
      { name: 'unit', value: unit },
      { name: 'start', value: unit },
    ],
  };
}

/**
 * The unit at the same place of the outer unit `count` before, or its last where that one has fewer: places count the
 * units whose first day in the spine lies in the outer one.
 */
function samePlaces(spine: Spine, asked: string, outer: string, count: number, relation: string): Units {
  const days = daysOf(spine, `${relation}_days`);
  const within = days.unit(outer);
  const first: AggregateCall = {
    kind: 'aggregate',
    name: 'min_by',
    args: [within, days.day],
    where: isNotNull(within),
    type: within.type,
  };
  const inner: Aggregate = {
    kind: 'aggregate',
    relation: `${relation}_inner`,
    input: { kind: 'filter', where: [isNotNull(days.unit(asked))], input: days.node },
    groups: [{ name: 'unit', value: days.unit(asked) }],
    measures: [
      { name: 'first', value: earliest(days.day) },
      { name: 'within', value: first },
    ],
  };
  const of = (name: string): Scalar => outputColumn(inner, name);
  const placed: Project = {
    kind: 'project',
    relation: `${relation}_placed`,
    input: inner,
    columns: [
      { name: 'unit', value: of('unit') },
      { name: 'start', value: isCalendarGrain(asked) ? of('unit') : of('first') },
      { name: 'within', value: of('within') },
      { name: 'place', value: over('row_number', [], of('first'), [of('within')]) },
    ],
  };
  const outers = outersOf(spine, outer, placed, count, `${relation}_outer`);
  const then: Project = {
    kind: 'project',
    relation: `${relation}_then`,
    input: placed,
    columns: ['start', 'within', 'place'].map((name) => ({ name, value: outputColumn(placed, name) })),
  };
  const [place, size] = [outputColumn(placed, 'place'), outputColumn(outers, 'size')];
  const here: PlanNode = {
    kind: 'join',
    type: 'inner',
    left: placed,
    right: outers,
    on: [equals(outputColumn(placed, 'within'), outputColumn(outers, 'within'))],
  };
  return {
    kind: 'project',
    relation,
    input: {
      kind: 'join',
      type: 'left',
      left: here,
      right: then,
      on: [
        equals(outputColumn(then, 'within'), outputColumn(outers, 'then')),
        equals(outputColumn(then, 'place'), choose(call('>', [place, size], 'boolean'), size, place)),
      ],
    },
    columns: [
      { name: 'unit', value: outputColumn(placed, 'unit') },
      { name: 'start', value: outputColumn(placed, 'start') },
      { name: 'aim', value: outputColumn(then, 'start') },
    ],
  };
}

/** Each outer unit with the one `count` before (a negative count: after), and how many places that one has. */
function outersOf(spine: Spine, outer: string, placed: Project, count: number, relation: string): Project {
  const units = unitsOf(spine, outer);
  const sizes: Aggregate = {
    kind: 'aggregate',
    relation: `${relation}_sizes`,
    input: placed,
    groups: [{ name: 'within', value: outputColumn(placed, 'within') }],
    measures: [{ name: 'size', value: { kind: 'aggregate', name: 'count', args: [], type: 'integer' } }],
  };
  const start = outputColumn(units, 'start');
  const before = (value: Scalar): Scalar =>
    over(count < 0 ? 'lead' : 'lag', [value, number(Math.abs(count))], start, []);
  return {
    kind: 'project',
    relation,
    input: {
      kind: 'join',
      type: 'left',
      left: units,
      right: sizes,
      on: [equals(outputColumn(units, 'unit'), outputColumn(sizes, 'within'))],
    },
    columns: [
      { name: 'within', value: outputColumn(units, 'unit') },
      { name: 'then', value: before(outputColumn(units, 'unit')) },
      { name: 'size', value: before(outputColumn(sizes, 'size')) },
    ],
  };
}

/**
 * For each unit, how far a window in custom units reaches (`bound`): where the calendar has no unit so early or so late,
 * to its first or its last.
 */
export const reachesOf = (model: Pick<Model, 'spines'>, asked: string, { count, grain }: Span): Units => {
  const aims = aimsOf(model, asked, { kind: 'back', span: { count, grain } });
  const spine = spineOf(model, isCalendarGrain(grain) ? asked : grain);
  return once(spine, `${aims.relation}_reach`, (relation) => {
    const [start, aim] = [outputColumn(aims, 'start'), outputColumn(aims, 'aim')];
    const edge = count < 0 ? over('max', [start], null, []) : plus(over('min', [start], null, []), -1, 'day');
    return {
      kind: 'project',
      relation,
      input: aims,
      columns: [
        { name: 'unit', value: outputColumn(aims, 'unit') },
        { name: 'start', value: start },
        { name: 'bound', value: isCalendarGrain(grain) ? aim : call('coalesce', [aim, edge], 'date') },
      ],
    };
  });
};
