import {
  add,
  compareClocks,
  printDate,
  printWallClock,
  readDate,
  readWallClock,
  startOf,
  type WallClock,
} from '../time/wall-clock.js';
import { readGrain } from './grains.js';
import type { ReportedTime } from './metric-request.js';
import type { TimeRangeInput } from './query-input.js';
import type { Reading } from './reading.js';
import { knowsUnits, stepUnits } from './step-units.js';

const MOST_UNITS = 10_000;
const [FIRST, LAST] = [readDate('0001-01-01'), readDate('9999-12-31')] as [WallClock, WallClock];

/** A range as wall clocks, `from` included, `to` excluded. */
export interface ClockRange {
  readonly from: WallClock;
  readonly to: WallClock;
}

/**
 * Makes a range absolute.
 * @param now what the wall clock of the request's zone shows
 * @returns undefined after a problem was added
 */
export function readTime(
  reading: Reading,
  input: TimeRangeInput,
  now: WallClock,
  at: string,
): ReportedTime | undefined {
  const range = readRange(reading, input, now, at);
  if (range === undefined) return undefined;
  if (compareClocks(range.from, range.to) >= 0)
    return reading.problems.add({
      code: 'INVALID_TIME_RANGE',
      message: `The range from ${printWallClock(range.from)} to ${printWallClock(range.to)} is empty.`,
      path: at,
      hint: 'from comes before to; through is the last day and is included.',
    });
  if (compareClocks(range.from, FIRST) < 0 || compareClocks(range.to, LAST) > 0)
    return reading.problems.add({
      code: 'INVALID_TIME_RANGE',
      message: 'The range leaves the years 1 to 9999.',
      path: at,
    });
  return { from: printWallClock(range.from), to: printWallClock(range.to) };
}

function readRange(reading: Reading, input: TimeRangeInput, now: WallClock, at: string): ClockRange | undefined {
  const forms = (['days', 'between', 'last', 'this'] as const).filter((key) => input[key] != null);
  if (forms.length !== 1)
    return reading.problems.add({
      code: 'INVALID_REQUEST',
      message:
        forms.length === 0 ? 'The time range is empty.' : `A time range has one form; this has ${forms.join(' and ')}.`,
      path: at,
      hint: 'Use one of days, between, last, this.',
    });
  if (input.days != null) {
    const [from, through] = [input.days.from, input.days.through].map(readDate);
    if (from === undefined || through === undefined)
      return malformed(reading, from ? `${at}.days.through` : `${at}.days.from`, 'a day such as 2024-01-31');
    return { from, to: add(through, 1, 'day') };
  }
  if (input.between != null) {
    const [from, to] = [input.between.from, input.between.to].map(readWallClock);
    if (from === undefined || to === undefined)
      return malformed(
        reading,
        from ? `${at}.between.to` : `${at}.between.from`,
        'a wall-clock time such as 2024-01-31T10:00',
      );
    return { from, to };
  }
  if (input.last != null) return lastUnits(reading, input.last, now, `${at}.last`);
  return unitsAround(reading, input.this ?? '', now, 0, 1, `${at}.this`);
}

/** The whole units before the one that `now` is in. */
function lastUnits(
  reading: Reading,
  span: { readonly count: number; readonly grain: string },
  now: WallClock,
  at: string,
): ClockRange | undefined {
  if (!Number.isInteger(span.count) || span.count < 1 || span.count > MOST_UNITS)
    return reading.problems.add({
      code: 'INVALID_TIME_RANGE',
      message: `count is a whole number from 1 to ${MOST_UNITS}.`,
      path: `${at}.count`,
    });
  return unitsAround(reading, span.grain, now, -span.count, span.count, `${at}.grain`);
}

/**
 * Whole units around a time: `count` of them, from the one `away` from its own. Those of custom grains begin on the days
 * that their calendar says, and end where the next begins.
 */
function unitsAround(
  reading: Reading,
  name: string,
  now: WallClock,
  away: number,
  count: number,
  at: string,
): ClockRange | undefined {
  const grain = readGrain(reading, name, at);
  if (grain === undefined) return undefined;
  if (typeof grain === 'string') {
    const from = add(startOf(now, grain), away, grain);
    return { from, to: add(from, count, grain) };
  }
  if (!knowsUnits(reading.model, grain.custom))
    return reading.problems.add({
      code: 'NOT_EXPRESSIBLE',
      message: `A range of "${name}" is not known before its table is read, and the engine could not read it.`,
      path: at,
      hint: 'Say the days.',
    });
  const first = stepUnits(reading.model, grain.custom, now, away);
  const range = first && { from: first, to: stepUnits(reading.model, grain.custom, first, count) };
  if (range?.to !== undefined) return { from: range.from, to: range.to };
  return reading.problems.add({
    code: 'INVALID_TIME_RANGE',
    message: `The calendar of "${name}" has no such unit around ${printDate(now)}.`,
    path: at,
    hint: 'A unit ends where the next one begins, so the calendar must reach a unit further. Or say the days.',
  });
}

const malformed = (reading: Reading, path: string, form: string): undefined =>
  reading.problems.add({ code: 'INVALID_TIME_RANGE', message: `Expected ${form}.`, path });
