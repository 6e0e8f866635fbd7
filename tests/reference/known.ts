import { add, isBelowDay, isStandard, truncate } from './calendar.js';
import type { Simple } from './format.js';
import type { When } from './metrics.js';
import { NOTHING, type Period } from './periods.js';
import { open, sure } from './refused.js';
import type { Scope } from './scope.js';
import { toWall } from './zones.js';

/**
 * K5c: what is known at the end of the period, or of the range where that is earlier: the rows before it, at most so many
 * days old. Neither the start of the range nor conditions on metric_time cut them.
 */
export function knownAtEnd(scope: Scope, metric: Simple, when: When): When {
  const bound = sure(metric.semi_additive).fill_forward;
  const { main, range } = scope;
  if (when.within === NOTHING) return when;
  if (when.window) throw open('a balance that is filled forward in a window');
  if (!main) {
    if (scope.times.length > 0) throw open('filled forward by a part of time, or by several dimensions of time');
    if (scope.timeConditions.length > 0) throw open('filled forward under conditions on metric_time');
    if (!range && typeof bound === 'number') throw open('filled forward for some days, without a range');
    return within(Number.POSITIVE_INFINITY, range?.to ?? Number.POSITIVE_INFINITY, bound, 'day', (axis) => axis);
  }
  if (!when.within || !('start' in when.within))
    throw open('filled forward in a period that is not one of the calendar');
  const { start, high } = when.within as Period;
  if (start === null) return { cut: false, within: NOTHING };
  if (main.onInstants && scope.zone !== 'UTC') throw open('filled forward by instants in a zone');
  const wall = (axis: number): number => (main.onInstants ? toWall(scope.zone, axis) : axis);
  const unit = isStandard(main.grain) && isBelowDay(main.grain) ? main.grain : 'day';
  return within(wall(high), when.cut && range ? range.to : Number.POSITIVE_INFINITY, bound, unit, wall);
}

/** Rows before the end, and later than the last unit before it less the bound. */
function within(
  high: number,
  to: number,
  bound: true | number | undefined,
  unit: string,
  wall: (axis: number) => number,
): When {
  const end = Math.min(high, to);
  const last = unit === 'day' || high <= to ? end - 1 : high - 1;
  const after = typeof bound === 'number' ? add(truncate(last, unit), -bound, 'day') : Number.NEGATIVE_INFINITY;
  return {
    cut: false,
    within: {
      contains: (axis) => axis !== null && wall(axis) < end && truncate(wall(axis), unit) > after,
      low: Number.NEGATIVE_INFINITY,
      high: Number.POSITIVE_INFINITY,
    },
  };
}
