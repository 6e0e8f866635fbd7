import { isCalendarGrain } from '../time/grain.js';
import { add, minus, printWallClock, readWallClock, type WallClock } from '../time/wall-clock.js';
import type { ReportedTime } from './metric-request.js';
import type { TimeRangeInput } from './query-input.js';

export type CompareTo = 'previous_period' | 'previous_year' | 'previous_year_weekday';

/**
 * The range to compare another with.
 * @param range that other range, made absolute
 * @param asked how it was asked: the period before the last 3 months is the 3 months before, whatever their days
 */
export function timeBefore(range: ReportedTime, asked: TimeRangeInput, to: CompareTo): TimeRangeInput {
  const [from, end] = [range.from, range.to].map((text) => readWallClock(text)) as [WallClock, WallClock];
  switch (to) {
    case 'previous_period':
      return between(periodBefore(from, end, asked), from);
    case 'previous_year':
      return between(add(from, -1, 'year'), add(end, -1, 'year'));
    case 'previous_year_weekday':
      return between(add(from, -364, 'day'), add(end, -364, 'day'));
  }
}

function periodBefore(from: WallClock, end: WallClock, { last, this: unit }: TimeRangeInput): WallClock {
  if (last != null && isCalendarGrain(last.grain)) return add(from, -last.count, last.grain);
  if (unit != null && isCalendarGrain(unit)) return add(from, -1, unit);
  return minus(from, minus(end, from));
}

const between = (from: WallClock, to: WallClock): TimeRangeInput => ({
  between: { from: printWallClock(from), to: printWallClock(to) },
});
