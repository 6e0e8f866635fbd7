import { add, dayOf, isBelowDay, isStandard, truncate } from './calendar.js';
import type { MainTime, Scope } from './scope.js';
import { customUnitAt } from './spines.js';
import { instantOf } from './times.js';
import { Day, keyOf, MICROS_PER_DAY, Stamp, type Value } from './values.js';
import { toUtc } from './zones.js';

/** Some of the moments on the time axis; NULL among them where rows without a time belong to it. */
export interface Selection {
  contains(time: number | null): boolean;
  /** All moments lie in [low, high). */
  low: number;
  high: number;
}
/** A period of the query's grain; `start` is null for the NULL period. */
export interface Period extends Selection {
  shown: Value;
  start: number | null;
}

export const NOTHING: Selection = { contains: () => false, low: 0, high: 0 };

/** What the period around a moment shows. */
function shownAt(
  scope: Scope,
  main: MainTime,
  time: number | null,
): { shown: Value; start: number | null; end: number } {
  const none = { shown: null, start: null, end: 0 };
  if (time === null) return none;
  const { grain } = main;
  if (!isStandard(grain)) {
    const unit = customUnitAt(scope.model, grain, dayOf(time));
    if (!unit) return none;
    return {
      shown: unit.value,
      start: (unit.days[0] ?? 0) * MICROS_PER_DAY,
      end: ((unit.days.at(-1) ?? 0) + 1) * MICROS_PER_DAY,
    };
  }
  const start = main.onInstants ? instantOf(scope.zone, time, grain) : truncate(time, grain);
  return { shown: shownStart(scope, main, start), start, end: add(start, 1, grain) };
}

function shownStart(scope: Scope, { grain, index }: MainTime, start: number): Value {
  if (isBelowDay(grain)) return new Stamp(start);
  return scope.dimensions[index]?.instants ? new Stamp(toUtc(scope.zone, start)) : new Day(dayOf(start));
}

export function periodAt(scope: Scope, main: MainTime, time: number | null): Period {
  const { shown, start, end } = shownAt(scope, main, time);
  const key = keyOf(shown);
  let period = scope.periods.get(key);
  if (!period) {
    const contains = (t: number | null) => keyOf(shownAt(scope, main, t).shown) === key;
    period = { shown, start, low: start ?? 0, high: end, contains };
    scope.periods.set(key, period);
  }
  return period;
}
