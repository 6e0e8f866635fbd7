import type { Model } from '../model/model.js';
import { refuse } from '../problems/problem.js';
import { isCalendarGrain } from '../time/grain.js';
import type { Span } from '../time/span.js';
import { add, minus, printWallClock, readWallClock, type WallClock } from '../time/wall-clock.js';
import type { RangeComparison, ReportedTime } from './metric-request.js';
import type { CompareInput, TimeRangeInput } from './query-input.js';
import type { Reading } from './reading.js';
import { stepUnits } from './step-units.js';
import { readTime } from './time.js';

export type CompareTo = 'previous_period' | 'previous_year' | 'previous_year_weekday';

/**
 * The range to compare another with.
 * @param range that other range, made absolute
 * @param asked how it was asked: the period before the last 3 months is the 3 months before, whatever their days
 */
export function timeBefore(
  model: Pick<Model, 'spines'>,
  range: ReportedTime,
  asked: TimeRangeInput,
  to: CompareTo,
): TimeRangeInput {
  const [from, end] = [range.from, range.to].map((text) => readWallClock(text)) as [WallClock, WallClock];
  switch (to) {
    case 'previous_period':
      return between(periodBefore(model, from, end, asked), from);
    case 'previous_year':
      return between(add(from, -1, 'year'), add(end, -1, 'year'));
    case 'previous_year_weekday':
      return between(add(from, -364, 'day'), add(end, -364, 'day'));
  }
}

function periodBefore(
  model: Pick<Model, 'spines'>,
  from: WallClock,
  end: WallClock,
  { last, this: unit }: TimeRangeInput,
): WallClock {
  const { count, grain } = last ?? { count: 1, grain: unit };
  if (grain == null) return minus(from, minus(end, from));
  if (isCalendarGrain(grain)) return add(from, -count, grain);
  return (
    stepUnits(model, grain, from, -count) ??
    refuse({
      code: 'INVALID_TIME_RANGE',
      message: `The calendar of "${grain}" does not reach ${count === 1 ? 'a unit' : `${count} units`} further back.`,
      hint: 'Compare with a range of days.',
    })
  );
}

/** How far back a period of the range looks: a step of the calendar that leads from one range to the other. */
function spanTo(range: ReportedTime, asked: TimeRangeInput, to: CompareTo): Span | null {
  if (to === 'previous_year') return { count: 1, grain: 'year' };
  if (to === 'previous_year_weekday') return { count: 364, grain: 'day' };
  if (asked.last != null) return { count: asked.last.count, grain: asked.last.grain };
  if (asked.this != null) return { count: 1, grain: asked.this };
  const [from, end] = [range.from, range.to].map((text) => readWallClock(text)) as [WallClock, WallClock];
  const length = minus(end, from);
  return length.micros === 0 ? { count: length.days, grain: 'day' } : null;
}

/** What a request is compared with; undefined after a problem was added. */
export function readComparison(
  reading: Reading,
  input: CompareInput,
  time: ReportedTime | null,
  asked: TimeRangeInput | null | undefined,
  now: WallClock,
  at: string,
): RangeComparison | undefined {
  if (time === null || asked == null)
    return reading.problems.add({
      code: 'INVALID_REQUEST',
      message: 'A comparison needs a time range to compare from.',
      path: at,
      hint: 'Give time:, such as {last: {count: 1, grain: month}}.',
    });
  if ((input.to == null) === (input.range == null))
    return reading.problems.add({ code: 'INVALID_REQUEST', message: 'compare has either to or range.', path: at });
  const other = input.to != null ? timeBefore(reading.model, time, asked, input.to) : (input.range as TimeRangeInput);
  const range = readTime(reading, other, now, input.to != null ? at : `${at}.range`);
  return range && { time: range, span: input.to == null ? null : spanTo(time, asked, input.to) };
}

const between = (from: WallClock, to: WallClock): TimeRangeInput => ({
  between: { from: printWallClock(from), to: printWallClock(to) },
});
