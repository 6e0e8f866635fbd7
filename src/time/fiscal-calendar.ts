import type { CalendarGrain } from './grain.js';
import { add, compareClocks, printDate, readDate, startOf, type WallClock } from './wall-clock.js';

/** Monday is 1, Sunday 7; January is 1. */
export type CalendarRule =
  /** A year that begins on the same date each year; its months begin on that day of the month (at most the 28th). */
  | { readonly kind: 'months'; readonly starts: { readonly month: number; readonly day: number } }
  /** A year of 52 or 53 whole weeks that ends on a weekday near the end of a month; quarters have the weeks of `pattern`. */
  | { readonly kind: 'weeks'; readonly pattern: readonly [number, number, number]; readonly ends: YearEnd };

/** The last such weekday of the month, or the one nearest to its end, which may lie in the next. */
export interface YearEnd {
  readonly weekday: number;
  readonly month: number;
  readonly nearest: boolean;
}

export type FiscalGrain = 'year' | 'quarter' | 'month' | 'period' | 'week';

/** The grains of a rule, coarsest first. Weeks of a year by months would be cut at its ends: the calendar's own serve. */
export const grainsOf = ({ kind }: CalendarRule): readonly FiscalGrain[] =>
  kind === 'months' ? ['year', 'quarter', 'month'] : ['year', 'quarter', 'period', 'week'];

/** What the rules need of days, so that they are written once, for days that are known and for columns of a table. */
export interface DayArithmetic<Day> {
  readonly add: (day: Day, count: number, grain: CalendarGrain) => Day;
  readonly startOf: (day: Day, grain: CalendarGrain) => Day;
  /** The last of some days in order that is not after `day`; the first where all are. */
  readonly latest: (day: Day, of: readonly Day[]) => Day;
}

/** The first day of the year around a day. */
export function yearAround<Day>(rule: CalendarRule, day: Day, by: DayArithmetic<Day>): Day {
  if (rule.kind === 'months') return monthsAround(rule, 'year', day, by);
  const { month, nearest } = rule.ends;
  const slack = nearest ? 3 : 0;
  const before = month % 12; // months from January to the one after the year's end
  const firstOfMonth = by.startOf(by.add(day, -slack, 'day'), 'month');
  const anchor = by.add(by.startOf(by.add(firstOfMonth, -before, 'month'), 'year'), before, 'month');
  const begins = (years: number): Day => weekAround(rule.ends, by.add(by.add(anchor, years, 'year'), slack, 'day'), by);
  return by.latest(day, [begins(0), begins(1)]);
}

/** The first day of the unit around a day; `year` gives the first day of the year around it. */
export function unitAround<Day>(
  rule: CalendarRule,
  grain: FiscalGrain,
  day: Day,
  year: () => Day,
  by: DayArithmetic<Day>,
): Day {
  if (grain === 'year') return year();
  if (rule.kind === 'months') return monthsAround(rule, grain === 'quarter' ? 'quarter' : 'month', day, by);
  if (grain === 'week') return weekAround(rule.ends, day, by);
  const first = year();
  const after = (weeks: number): Day => by.add(first, 7 * weeks, 'day');
  return by.latest(day, weeksBefore(rule.pattern, grain === 'quarter' ? 1 : 3).map(after));
}

/** How many weeks of the year lie before each of its quarters or periods; a 53rd week is the last one's. */
function weeksBefore(pattern: readonly [number, number, number], perQuarter: 1 | 3): readonly number[] {
  const [first, second] = pattern;
  return [0, 13, 26, 39].flatMap((weeks) => [weeks, weeks + first, weeks + first + second].slice(0, perQuarter));
}

function monthsAround<Day>(
  { starts }: Extract<CalendarRule, { kind: 'months' }>,
  grain: 'month' | 'quarter' | 'year',
  day: Day,
  by: DayArithmetic<Day>,
): Day {
  const month = by.startOf(by.add(day, 1 - starts.day, 'day'), 'month');
  const unit = by.add(by.startOf(by.add(month, 1 - starts.month, 'month'), grain), starts.month - 1, 'month');
  return by.add(unit, starts.day - 1, 'day');
}

/** Weeks begin on the day after the weekday that years end on. */
const weekAround = <Day>({ weekday }: YearEnd, day: Day, by: DayArithmetic<Day>): Day =>
  by.add(by.startOf(by.add(day, -(weekday % 7), 'day'), 'week'), weekday % 7, 'day');

const KNOWN: DayArithmetic<WallClock> = {
  add,
  startOf,
  latest: (day, of) => of.findLast((each) => compareClocks(each, day) <= 0) ?? (of[0] as WallClock),
};

/** The first day of the unit around a day. */
export const unitOfDay = (rule: CalendarRule, grain: FiscalGrain, day: WallClock): WallClock =>
  unitAround(rule, grain, day, () => yearAround(rule, day, KNOWN), KNOWN);

/** Whole years from 1970 to 2069: `from` the first day, `to` the day after the last. */
export function boundsOfRule(rule: CalendarRule): { readonly from: WallClock; readonly to: WallClock } {
  const [first, last] = [readDate('1970-12-31'), readDate('2070-01-01')] as [WallClock, WallClock];
  return { from: yearAround(rule, first, KNOWN), to: yearAround(rule, last, KNOWN) };
}

/** Days within which the next unit has begun, and the one after it has not. */
const NEXT: Record<FiscalGrain, number> = { year: 372, quarter: 99, month: 32, period: 43, week: 7 };

/** The first days of all units within the bounds, in order, and of the one after them. */
export function startsOf(rule: CalendarRule, grain: FiscalGrain): readonly string[] {
  const { from, to } = boundsOfRule(rule);
  const starts: string[] = [];
  for (let day = from; compareClocks(day, to) <= 0; day = unitOfDay(rule, grain, add(day, NEXT[grain], 'day')))
    starts.push(printDate(day));
  return starts;
}
