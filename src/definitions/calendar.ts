import { z } from 'zod';
import type { CalendarRule } from '../time/fiscal-calendar.js';
import { readDate } from '../time/wall-clock.js';
import type { CalendarDefinition } from './definitions.js';
import { nameShape } from './names.js';
import type { Reading } from './reading.js';
import { type Entry, get, type MapTree, type Tree } from './tree.js';

const MONTHS = [
  ...['january', 'february', 'march', 'april', 'may', 'june'],
  ...['july', 'august', 'september', 'october', 'november', 'december'],
];
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const YEAR_END = new RegExp(
  `^(?:last (${WEEKDAYS.join('|')}) of|(${WEEKDAYS.join('|')}) nearest the end of) (${MONTHS.join('|')})$`,
);
const DATE = /^(\d{2})-(\d{2})$/;

const ruleShape = z
  .union(
    [
      z
        .strictObject({
          year_starts: z
            .string()
            .regex(DATE, { error: 'must be a month and a day, such as 02-01' })
            .meta({ description: 'The day on which each year begins: 02-01.' }),
        })
        .meta({ title: 'By months' }),
      z
        .strictObject({
          weeks: z
            .enum(['4-4-5', '4-5-4', '5-4-4'])
            .meta({ description: 'The weeks of the three periods of a quarter.' }),
          year_ends: z
            .string()
            .regex(YEAR_END, {
              error: 'must be such as "last saturday of september" or "saturday nearest the end of january"',
            })
            .meta({ description: 'The day on which each year of 52 or 53 weeks ends; weeks begin on the day after.' }),
        })
        .meta({ title: 'By weeks' }),
    ],
    { error: 'must be {year_starts: 02-01}, or {weeks: 4-5-4, year_ends: saturday nearest the end of january}' },
  )
  .meta({ id: 'CalendarRule', title: 'Calendar', description: 'A fiscal year by months, or one of whole weeks.' });

export const calendarShape = z
  .strictObject({
    calendar: z.record(nameShape, ruleShape).meta({
      title: 'Calendars',
      description: 'Fiscal calendars by a rule; their grains are named after them: fiscal_year, fiscal_quarter.',
    }),
  })
  .meta({ id: 'CalendarFile', title: 'Calendar', description: 'Fiscal calendars that follow a rule.' });

const headShape = z.strictObject({ calendar: z.record(z.string(), z.unknown()) });

export function readCalendars(reading: Reading, tree: MapTree): readonly CalendarDefinition[] {
  if (reading.check(headShape, tree, 'The calendar', tree.start).size > 0) return [];
  const calendars = get(tree, 'calendar') as MapTree;
  return [...calendars.entries.values()].flatMap(
    (entry) => reading.whole(() => readCalendar(reading, entry, calendars)) ?? [],
  );
}

function readCalendar(reading: Reading, entry: Entry, holder: MapTree): CalendarDefinition | undefined {
  const what = `Calendar "${entry.key}"`;
  const isNamed = reading.isName(entry.key, entry.start, 'A calendar', holder);
  if (reading.check(ruleShape, entry.value, what, entry.start).size > 0 || !isNamed) return undefined;
  const rule = get(entry.value, 'weeks') === undefined ? byMonths(reading, entry.value, what) : byWeeks(entry.value);
  return rule && { name: reading.locatedKey(entry), rule };
}

function byMonths(reading: Reading, tree: Tree, what: string): CalendarRule | undefined {
  const starts = get(tree, 'year_starts') as Tree & { readonly text: string };
  const [, month, day] = DATE.exec(starts.text) ?? [];
  if (readDate(`2023-${month}-${day}`) === undefined || Number(day) > 28)
    return reading.refuse(
      'INVALID_DEFINITION',
      starts.start,
      `${what}: "year_starts" must be a day that each month has, from the 1st to the 28th; "${starts.text}" is none.`,
      'A year that ends on the last day of a month begins on the 1st of the next.',
    );
  return { kind: 'months', starts: { month: Number(month), day: Number(day) } };
}

function byWeeks(tree: Tree): CalendarRule {
  const text = (key: string): string => (get(tree, key) as Tree & { readonly text: string }).text;
  const [, last, nearest, month = ''] = YEAR_END.exec(text('year_ends')) ?? [];
  const pattern = text('weeks').split('-').map(Number) as [number, number, number];
  const weekday = WEEKDAYS.indexOf(last ?? nearest ?? '') + 1;
  return {
    kind: 'weeks',
    pattern,
    ends: { weekday, month: MONTHS.indexOf(month) + 1, nearest: nearest !== undefined },
  };
}
