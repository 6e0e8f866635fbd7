import type { Model } from '../model/model.js';
import { isCalendarGrain } from '../time/grain.js';
import { add, printWallClock, readWallClock, startOf, type WallClock } from '../time/wall-clock.js';
import type { Movement } from './movement.js';
import type { Question } from './question.js';
import type { Timeline } from './timeline.js';
import { unitOf } from './window.js';

/** Wall clocks that rows must lie between to be looked at by a reported period; null where nothing bounds them. */
export interface Reach {
  readonly from: string | null;
  readonly to: string | null;
}

const NOWHERE: Reach = { from: null, to: null };

/**
 * How far windows and offsets look from the asked range: it lets the engine skip the rest of the table. Never too
 * narrow; wider than needed by up to a period.
 */
export function reachOf(
  model: Pick<Model, 'spines'>,
  { time }: Question,
  timeline: Timeline,
  { moves, looks, window }: Movement,
): Reach {
  const asked = timeline.grain;
  // What comes after the range is not known at its end
  const end = window?.kind === 'known' && looks.length === 0 && time ? time.to : null;
  const [first, last] = [time && readWallClock(time.from), time && readWallClock(time.to)];
  if (!first || !last || typeof asked !== 'string') return { from: null, to: end };
  let from: WallClock | null = startOf(first, asked);
  let to: WallClock | null = add(startOf(last, asked), 1, asked);
  for (const look of looks) {
    const grain = look.kind === 'start' ? look.grain : look.span.grain;
    if (!isCalendarGrain(grain)) return NOWHERE;
    from =
      look.kind === 'start' ? startOf(startOf(from, grain), asked) : startOf(add(from, -look.span.count, grain), asked);
    if (look.kind === 'start') to = add(startOf(to, grain), 1, grain);
  }
  for (const { count, grain } of moves) {
    if (!isCalendarGrain(grain)) return NOWHERE;
    from = startOf(add(from, -count - 1, grain), grain);
  }
  if (window === null) return { from: print(from), to: print(to) };
  if (window.kind === 'known')
    return { from: window.days === null ? null : print(add(from, -window.days - 1, 'day')), to: end ?? print(to) };
  if (window.kind === 'all_time') return { from: null, to: print(to) };
  if (window.kind === 'to_date')
    return isCalendarGrain(window.grain)
      ? { from: print(startOf(from, window.grain)), to: print(to) }
      : { from: null, to: print(to) };
  const { count, grain } = window.span;
  const unit = unitOf(model, window, asked);
  if (!isCalendarGrain(grain) || typeof unit !== 'string') return NOWHERE;
  if (window.kind === 'leading') to = add(add(to, count, grain), 1, unit);
  else from = add(add(from, -count, grain), -1, unit);
  return { from: print(from), to: print(to) };
}

const print = (clock: WallClock): string => printWallClock(clock);
