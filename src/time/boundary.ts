import { add, compareClocks, type WallClock } from './wall-clock.js';
import { wallClockOf } from './zone.js';

const MS_PER_DAY = 86_400_000;
const toMs = (clock: WallClock): number => clock.days * MS_PER_DAY + clock.micros / 1000;
const fromMs = (ms: number): WallClock => ({
  days: Math.floor(ms / MS_PER_DAY),
  micros: (ms - Math.floor(ms / MS_PER_DAY) * MS_PER_DAY) * 1000,
});

/** Zone offset (local minus UTC) in milliseconds at an instant given in epoch milliseconds. */
function offsetAt(ms: number, zone: string): number {
  const whole = Math.floor(ms);
  return toMs(wallClockOf(new Date(whole), zone)) - whole;
}

/**
 * The UTC instant from which on the wall clock of a zone shows `clock` or later. Where clocks are set back over `clock`,
 * there is no such instant (the wall clock passes it twice): undefined, and the wall clock itself must be compared.
 */
export function instantFrom(clock: WallClock, zone: string): WallClock | undefined {
  if (zone === 'UTC') return clock;
  const local = toMs({ ...clock, micros: 0 });
  const [before, after] = [offsetAt(local - MS_PER_DAY * 1.5, zone), offsetAt(local + MS_PER_DAY * 2.5, zone)];
  const shifted = (offset: number): WallClock => {
    const at = fromMs(toMs({ days: clock.days, micros: 0 }) - offset);
    const micros = at.micros + clock.micros;
    return { days: at.days + Math.floor(micros / 86_400_000_000), micros: micros % 86_400_000_000 };
  };
  if (before === after) return shifted(before);
  const change = changeBetween(local - MS_PER_DAY * 1.5, local + MS_PER_DAY * 2.5, zone, before);
  const [last, first] = [fromMs(change + before), fromMs(change + after)]; // wall clock just before and at the change
  if (compareClocks(clock, last) < 0 && compareClocks(clock, first) <= 0) return shifted(before); // set back to it: all that follow show it or later
  if (compareClocks(clock, last) >= 0 && compareClocks(clock, first) >= 0) return shifted(after);
  return after > before ? fromMs(change) : undefined;
}

/** First instant, in epoch milliseconds, at which the offset is no longer `before`. */
function changeBetween(from: number, to: number, zone: string, before: number): number {
  let [low, high] = [Math.floor(from), Math.ceil(to)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle, zone) === before) low = middle;
    else high = middle;
  }
  return high;
}

/** Instants a day before and after, wide enough to hold every instant with that wall clock in any zone. */
export const around = (clock: WallClock): readonly [WallClock, WallClock] => [
  add(clock, -1, 'day'),
  add(clock, 1, 'day'),
];
