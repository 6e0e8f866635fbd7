import { describe, expect, test } from '@jest/globals';
import {
  boundsOfRule,
  type CalendarRule,
  type FiscalGrain,
  grainsOf,
  startsOf,
  unitOfDay,
} from '../../src/time/fiscal-calendar.js';
import { add, printDate, readDate, type WallClock } from '../../src/time/wall-clock.js';

/** The National Retail Federation's: 4-5-4, to the Saturday nearest to the end of January. nrf.org/resources/4-5-4-calendar */
const nrf: CalendarRule = { kind: 'weeks', pattern: [4, 5, 4], ends: { weekday: 6, month: 1, nearest: true } };
/** To the last Saturday of September, as Apple's years in its annual reports (form 10-K). */
const september: CalendarRule = { kind: 'weeks', pattern: [4, 4, 5], ends: { weekday: 6, month: 9, nearest: false } };
/** To the last Saturday of July, as Cisco's. */
const july: CalendarRule = { kind: 'weeks', pattern: [4, 4, 5], ends: { weekday: 6, month: 7, nearest: false } };
const february: CalendarRule = { kind: 'months', starts: { month: 2, day: 1 } };
const april6: CalendarRule = { kind: 'months', starts: { month: 4, day: 6 } };

const clock = (day: string): WallClock => readDate(day) as WallClock;
const unit = (rule: CalendarRule, grain: FiscalGrain, day: string): string =>
  printDate(unitOfDay(rule, grain, clock(day)));
const weeks = (rule: CalendarRule, year: string): number => {
  const first = unitOfDay(rule, 'year', clock(year));
  const next = unitOfDay(rule, 'year', add(first, 372, 'day'));
  return (next.days - first.days) / 7;
};

describe('years of weeks', () => {
  test('the NRF has published 53 weeks for 2000, 2006, 2012, 2017 and 2023, and for no other year since', () => {
    const years = Array.from({ length: 25 }, (_, index) => 2000 + index);
    expect(years.filter((year) => weeks(nrf, `${year}-06-30`) === 53)).toEqual([2000, 2006, 2012, 2017, 2023]);
  });

  test.each([
    { rule: nrf, year: '2017-06-30', first: '2017-01-29', next: '2018-02-04' },
    { rule: nrf, year: '2023-06-30', first: '2023-01-29', next: '2024-02-04' }, // it ended on 3 February 2024
    { rule: september, year: '2023-06-30', first: '2022-09-25', next: '2023-10-01' }, // ended on 30 September 2023, 53 weeks
    { rule: september, year: '2024-06-30', first: '2023-10-01', next: '2024-09-29' }, // ended on 28 September 2024
    { rule: july, year: '2021-06-30', first: '2020-07-26', next: '2021-08-01' }, // ended on 31 July 2021, 53 weeks
  ])('the one around $year begins on $first, the next on $next', ({ rule, year, first, next }) => {
    expect(unit(rule, 'year', year)).toBe(first);
    expect(unit(rule, 'year', next)).toBe(next);
    expect(unit(rule, 'year', printDate(add(clock(next), -1, 'day')))).toBe(first);
  });

  test('periods have the weeks of the pattern, and the last one the 53rd week', () => {
    const starts = startsOf(nrf, 'period');
    const lengths = starts.slice(1).map((start, index) => (clock(start).days - clock(starts[index] ?? '').days) / 7);
    const from = starts.indexOf('2023-01-29');
    expect(lengths.slice(from, from + 12)).toEqual([4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 5, 5]);
    expect(unit(nrf, 'quarter', '2024-02-03')).toBe('2023-10-29');
    expect(unit(nrf, 'week', '2024-02-03')).toBe('2024-01-28');
  });
});

test('years by months begin on their date, quarters and months on its day', () => {
  expect(unit(february, 'year', '2024-01-31')).toBe('2023-02-01');
  expect(unit(february, 'year', '2024-02-01')).toBe('2024-02-01');
  expect(unit(february, 'quarter', '2024-04-30')).toBe('2024-02-01');
  expect(unit(february, 'month', '2024-04-30')).toBe('2024-04-01');
  expect(unit(april6, 'year', '2024-04-05')).toBe('2023-04-06');
  expect(unit(april6, 'quarter', '2024-07-05')).toBe('2024-04-06');
  expect(unit(april6, 'month', '2024-03-05')).toBe('2024-02-06');
});

/** Some of each kind, with every edge that a year can have: the turn of the year, February, both ways to a month's end. */
const rules: readonly CalendarRule[] = [
  ...[1, 2, 4, 12].map((month): CalendarRule => ({ kind: 'months', starts: { month, day: (month * 7) % 29 } })),
  ...[1, 2, 9, 12].flatMap((month): CalendarRule[] =>
    [1, 6, 7].flatMap((weekday) =>
      [true, false].map((nearest) => ({ kind: 'weeks', pattern: [5, 4, 4], ends: { weekday, month, nearest } })),
    ),
  ),
];

test('each unit of each rule begins in itself, and units follow one another', () => {
  for (const rule of rules)
    for (const grain of grainsOf(rule)) {
      const starts = startsOf(rule, grain);
      const { from, to } = boundsOfRule(rule);
      expect([starts[0], starts.at(-1)]).toEqual([printDate(from), printDate(to)]);
      for (const [index, start] of starts.entries()) {
        const last = index === starts.length - 1 ? null : add(clock(starts[index + 1] ?? ''), -1, 'day');
        if (unit(rule, grain, start) !== start || (last && unit(rule, grain, printDate(last)) !== start))
          throw new Error(`${JSON.stringify(rule)} ${grain} ${start}`);
      }
    }
});

test('a year of weeks ends on its weekday, within a week of the end of the month', () => {
  for (const rule of rules)
    if (rule.kind === 'weeks')
      for (const start of startsOf(rule, 'year')) {
        const last = add(clock(start), -1, 'day');
        const monthEnd = (year: number): WallClock =>
          add(add(clock(`${year}-01-01`), rule.ends.month, 'month'), -1, 'day');
        const year = Number(start.slice(0, 4));
        const away = [year - 1, year, year + 1].map((each) => last.days - monthEnd(each).days);
        const [low, high] = rule.ends.nearest ? [-3, 3] : [-6, 0];
        expect(away.some((days) => days >= low && days <= high)).toBe(true);
        expect(((((last.days + 3) % 7) + 7) % 7) + 1).toBe(rule.ends.weekday);
      }
});
