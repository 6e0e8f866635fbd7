import { call, choose, column, type Scalar, value } from '../expressions/scalar.js';
import type { Spine } from '../model/model.js';
import {
  boundsOfRule,
  type CalendarRule,
  type DayArithmetic,
  grainsOf,
  unitAround,
  yearAround,
} from '../time/fiscal-calendar.js';
import { add, printDate } from '../time/wall-clock.js';
import { allColumns, type PlanNode } from './plan.js';
import { plus, trunc } from './timeline.js';

/** The rules of calendars over columns, as `unitOfDay` follows them over days that are known. */
const COLUMNS: DayArithmetic<Scalar> = {
  add: (day, count, grain) => (count === 0 ? day : plus(day, count, grain)),
  startOf: (day, grain) => trunc(grain, day),
  latest: (day, [first, ...later]) =>
    later.reduce((before, start) => choose(call('>=', [day, start], 'boolean'), start, before), first as Scalar),
};

const made = new WeakMap<Spine, PlanNode>();

/** The days of a calendar by a rule with their units, as a spine's table has them; all that read them share one relation. */
export function ruleDays(spine: Spine, rule: CalendarRule, relation: string): PlanNode {
  const days = made.get(spine) ?? daysOfRule(spine, rule);
  made.set(spine, days);
  return { kind: 'project', relation, input: days, columns: allColumns(days) };
}

/** A series, and what follows from its days. */
function daysOfRule(spine: Spine, rule: CalendarRule): PlanNode {
  const { from, to } = boundsOfRule(rule);
  const relation = spine.table;
  const [days, years] = [`${relation}_days`, `${relation}_years`];
  const step = column(days, 'day', 'date');
  const series: PlanNode = {
    kind: 'series',
    relation: days,
    column: 'day',
    from: value(printDate(from), 'date'),
    through: value(printDate(add(to, -1, 'day')), 'date'),
    step: { count: 1, grain: 'day' },
    input: null,
  };
  const withYears: PlanNode = {
    kind: 'project',
    relation: years,
    input: series,
    columns: [
      { name: 'day', value: step },
      { name: 'year', value: yearAround(rule, step, COLUMNS) },
    ],
  };
  const [day, year] = [column(years, 'day', 'date'), column(years, 'year', 'date')];
  return {
    kind: 'project',
    relation,
    input: { kind: 'sort', input: withYears, by: [], limit: null, offset: 0 }, // a query of its own: the year is computed once
    columns: [
      { name: spine.column, value: day },
      ...grainsOf(rule).map((grain, index) => ({
        name: spine.grains[index] ?? grain,
        value: unitAround(rule, grain, day, () => year, COLUMNS),
      })),
    ],
  };
}
