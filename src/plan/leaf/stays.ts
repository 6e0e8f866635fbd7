import type { AggregateCall } from '../../expressions/scalar.js';
import {
  any,
  call,
  choose,
  column,
  isNotNull,
  isNull,
  literal,
  nullOf,
  type Scalar,
} from '../../expressions/scalar.js';
import type { Window } from '../../model/model.js';
import type { RequestedGrain } from '../../request/metric-request.js';
import { type CalendarGrain, isCalendarGrain } from '../../time/grain.js';
import { type Aggregate, type Named, outputColumn, type PlanNode, type Project, relationOf } from '../plan.js';
import { plus, trunc } from '../timeline.js';
import { customSpan } from '../window.js';
import type { Measures } from './measures.js';
import { type Rows, UNIT } from './rows.js';

/** Column of how many values come (and go, below 0) at a unit. */
export const STEP = 'step';

/** Steps to be added up over the units that `window` holds. */
export interface Steps {
  readonly node: PlanNode;
  readonly window: Window;
}

const MONTHS: ReadonlySet<string> = new Set(['month', 'quarter', 'year']);

/**
 * Whether a window is as long around each unit: then a value stays in it for as long after each of its rows. A month is,
 * counted in months; counted in days it is not, and units of a custom grain have the lengths that their calendar says.
 */
export const isEven = (window: Window, unit: RequestedGrain): boolean =>
  window.kind === 'to_date' ||
  window.kind === 'all_time' ||
  (customSpan(window, unit) === null &&
    (!MONTHS.has(window.span.grain) || (typeof unit === 'string' && MONTHS.has(unit))));

/**
 * Distinct values in windows, without meeting each row with each window that it lies in: what comes into and leaves the
 * windows from unit to unit. Of a trailing window of 7 days:
 *
 *   rows      ann 1 Jan, 3 Jan, 9 Feb; bob 3 Jan
 *   stays     ann 1–9 Jan, 9–15 Feb; bob 3–9 Jan
 *   steps     1 Jan +1, 3 Jan +1, 10 Jan -2, 9 Feb +1, 16 Feb -1
 *
 * The count at a unit is the sum of the steps up to it. A value that is NULL makes steps of 0: rows are there.
 */
export function stepsOf(counted: Measures, from: Rows, window: Window, relation: string): Steps {
  const values = distinctValues(counted, from, relation);
  if (window.kind === 'to_date' || window.kind === 'all_time')
    return { node: coming(values, from, window, relation), window };
  return { node: comingAndGoing(values, from, window, relation), window: { kind: 'all_time' } };
}

/** Each value once for each unit and group. */
function distinctValues(counted: Measures, from: Rows, relation: string): PlanNode {
  const rows = counted.prepared();
  const [measure] = counted.overColumns(rows);
  const [of] = measure?.value.args ?? [];
  if (measure === undefined || of === undefined) throw new Error('a distinct count of nothing');
  const { where } = measure.value;
  const value = where === undefined ? of : choose(where, of, nullOf(of.type));
  return {
    kind: 'aggregate',
    relation: `${relation}_values`,
    input: rows,
    groups: [...from.groups.map(({ name }) => ({ name, value: outputColumn(rows, name) })), { name: 'value', value }],
    measures: [],
  };
}

const besides = (from: Rows, node: PlanNode): readonly Named[] =>
  from.groups.filter(({ name }) => name !== UNIT).map(({ name }) => ({ name, value: outputColumn(node, name) }));

function comingAndGoing(
  values: PlanNode,
  from: Rows,
  { kind, span: { count, grain } }: Extract<Window, { kind: 'trailing' | 'leading' }>,
  relation: string,
): PlanNode {
  const [unit, value] = [outputColumn(values, UNIT), outputColumn(values, 'value')];
  const beside = (name: 'lag' | 'lead'): Scalar => ({
    kind: 'over',
    name,
    args: [unit, literal('1', 'integer')],
    partitionBy: [...besides(from, values).map((each) => each.value), value],
    orderBy: [{ value: unit, direction: 'asc', nulls: 'last' }],
    type: unit.type,
  });
  const stays: Project = {
    kind: 'project',
    relation: `${relation}_stays`,
    input: values,
    columns: [
      { name: UNIT, value: unit },
      ...besides(from, values),
      { name: 'value', value },
      { name: 'before', value: beside('lag') },
      { name: 'after', value: beside('lead') },
    ],
  };
  const [at, before, after] = [UNIT, 'before', 'after'].map((name) => outputColumn(stays, name)) as [
    Scalar,
    Scalar,
    Scalar,
  ];
  const isThere = isNotNull(outputColumn(stays, 'value'));
  const away = (time: Scalar, units: number): Scalar => plus(time, units, grain as CalendarGrain);
  const comes = any([isNull(before), call('<=', [away(before, count), at], 'boolean')]);
  const goes = any([isNull(after), call('>=', [after, away(at, count)], 'boolean')]);
  const [first, last] = kind === 'trailing' ? [at, away(at, count)] : [away(at, -count), at];
  const number = (of: string): Scalar => literal(of, 'integer');
  const arm = (name: string, when: Scalar, where: readonly Scalar[], step: Scalar): PlanNode => ({
    kind: 'project',
    relation: `${relation}_${name}`,
    input: { kind: 'filter', input: stays, where },
    columns: [{ name: UNIT, value: when }, ...besides(from, stays), { name: STEP, value: step }],
  });
  const union: PlanNode = {
    kind: 'union',
    relation: `${relation}_comings`,
    inputs: [
      arm('coming', first, [comes], choose(isThere, number('1'), number('0'))),
      arm('going', last, [goes, isThere], number('-1')),
    ],
  };
  return byUnit(union, from, relation, {
    kind: 'aggregate',
    name: 'sum',
    args: [outputColumn(union, STEP)],
    type: 'integer',
  });
}

/** What came stays to the end of the window's grain, or for ever: each value counts at its first unit. */
function coming(
  values: PlanNode,
  from: Rows,
  window: Extract<Window, { kind: 'to_date' | 'all_time' }>,
  relation: string,
): PlanNode {
  const unit = outputColumn(values, UNIT);
  const within: readonly Named[] =
    window.kind === 'to_date' && isCalendarGrain(window.grain)
      ? [{ name: 'since', value: trunc(window.grain as CalendarGrain, unit) }]
      : [];
  const firsts: Aggregate = {
    kind: 'aggregate',
    relation: `${relation}_firsts`,
    input: values,
    groups: [...besides(from, values), { name: 'value', value: outputColumn(values, 'value') }, ...within],
    measures: [{ name: UNIT, value: { kind: 'aggregate', name: 'min', args: [unit], type: unit.type } }],
  };
  return byUnit(firsts, from, relation, {
    kind: 'aggregate',
    name: 'count',
    args: [outputColumn(firsts, 'value')],
    type: 'integer',
  });
}

const byUnit = (node: PlanNode, from: Rows, relation: string, step: AggregateCall): PlanNode => ({
  kind: 'aggregate',
  relation: `${relation}_steps`,
  input: node,
  groups: [
    { name: UNIT, value: column(relationOf(node), UNIT, outputColumn(node, UNIT).type) },
    ...besides(from, node),
  ],
  measures: [{ name: STEP, value: step }],
});
