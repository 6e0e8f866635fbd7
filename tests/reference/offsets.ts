import { add, isBelowDay, isStandard } from './calendar.js';
import type { Input, Span } from './format.js';
import type { When, WindowAround } from './metrics.js';
import { NOTHING, type Period, periodAt, type Selection } from './periods.js';
import { open, Refused, sure } from './refused.js';
import type { Scope } from './scope.js';
import { isFiner, moveUnits, samePlace, startOf } from './spines.js';
import { MICROS_PER_DAY } from './values.js';

/** The rows that an input looks at: those of the earlier period where it is shifted (O1 to O5). */
export function shifted(scope: Scope, { offset, at_start_of: atStartOf }: Input, when: When): When {
  if (!offset && atStartOf === undefined) return when;
  const main = scope.main;
  if (!main) {
    throw scope.times.length === 0
      ? new Refused('NEEDS_METRIC_TIME', 'a shifted input needs metric_time among the dimensions')
      : open('a shifted input by several dimensions of time, or by a part of it');
  }
  if (when.within === NOTHING) return when;
  if (when.window)
    return shiftedInWindow(
      scope,
      { ...(offset && { offset }), ...(atStartOf !== undefined && { atStartOf }) },
      when,
      when.window,
    );
  if (main.onInstants && scope.zone !== 'UTC') throw open('a shifted input by instants in a zone');
  const from = sure(when.within);
  return {
    cut: false,
    within: offset ? earlier(scope, from, offset.count, offset.grain) : first(scope, from, sure(atStartOf)),
  };
}

/** The window around the earlier unit; a unit longer than the step has rows that move into it. */
function shiftedInWindow(
  { model }: Scope,
  { offset, atStartOf }: { offset?: Span; atStartOf?: string },
  when: When,
  { unit, at, around }: WindowAround,
): When {
  const grain = atStartOf ?? sure(offset).grain;
  if (!isStandard(grain) || !isStandard(unit)) throw open('a shift by or of custom units within a window');
  const to = (then: number, look = around): When => ({
    ...when,
    within: look(then),
    window: { unit, at: then, around: look },
  });
  if (offset === undefined)
    return isFiner(model, grain, unit) ? to(at) : to(sure(startOf(model, sure(startOf(model, at, grain)), unit)));
  if (grain === unit || isFiner(model, unit, grain))
    return to(sure(startOf(model, add(at, -offset.count, grain), unit)));
  const later = (time: number) => add(sure(startOf(model, time, grain)), offset.count, grain);
  return to(at, (u) => {
    const there = around(u);
    return { ...there, contains: (time) => (time === null ? false : there.contains(later(time))) };
  });
}

const isPeriod = (selection: Selection): selection is Period => 'start' in selection;

/** The period around a moment; a day without a unit of a custom grain has none. */
function around(scope: Scope, time: number | undefined): Selection {
  if (time === undefined) return NOTHING;
  const period = periodAt(scope, sure(scope.main), time);
  return period.start === null ? NOTHING : period;
}

/** O3: the first period of the unit around a period. */
function first(scope: Scope, from: Selection, grain: string): Selection {
  if (!isPeriod(from)) throw open('at_start_of within a shifted period');
  const asked = sure(scope.main).grain;
  if (grain === asked || isFiner(scope.model, grain, asked)) return from;
  if (from.start === null) return isStandard(asked) ? from : NOTHING;
  return around(scope, startOf(scope.model, from.start, grain));
}

function earlier(scope: Scope, from: Selection, count: number, grain: string): Selection {
  const main = sure(scope.main);
  const { model } = scope;
  if (isFiner(model, main.grain, grain)) {
    if (!isPeriod(from)) throw open('an offset within a shifted period');
    if (from.start === null) return isStandard(main.grain) ? from : NOTHING;
    const start = isStandard(grain) ? add(from.start, -count, grain) : placeBefore(scope, from.start, count, grain);
    return around(scope, start);
  }
  if (main.grain === grain && isPeriod(from) && from.start !== null) {
    return around(scope, moveUnits(model, from.start, -count, grain));
  }
  // O2: every row moves, as part of its whole unit, to the start of a later unit.
  const moved = (time: number): number | undefined => {
    const start = startOf(model, time, grain);
    return start === undefined ? undefined : moveUnits(model, start, count, grain);
  };
  const slack = 400 * count * MICROS_PER_DAY;
  return {
    contains: (time) => {
      if (time === null) return isStandard(grain) && from.contains(null);
      const later = moved(time);
      return later !== undefined && from.contains(later);
    },
    low: from.low - slack,
    high: from.high,
  };
}

/** O1 for a custom grain: the period at the same place in the earlier unit, or its last one. */
function placeBefore(scope: Scope, start: number, count: number, grain: string): number | undefined {
  const asked = sure(scope.main).grain;
  if (isBelowDay(asked)) throw open('an offset by a custom grain below the day');
  const then = samePlace(scope.model, start, -count, asked, grain);
  return then === 'outside' ? undefined : then;
}
