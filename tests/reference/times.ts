import { dayOf, dayOfWeek, isBelowDay, isStandard, microsOfGrain, monthOfYear, truncate } from './calendar.js';
import type { Model } from './format.js';
import { customUnitAt } from './spines.js';
import { Day, integer, MICROS_PER_DAY, Stamp, type Value } from './values.js';
import { toUtc, toWall } from './zones.js';

/** A timestamp on the wall clock of the zone; dates have no zone and stay (T4). */
export const onWall = (zone: string, value: Value): Value =>
  value instanceof Stamp ? new Stamp(toWall(zone, value.micros)) : value;

export const wallMicros = (value: Day | Stamp): number =>
  value instanceof Day ? value.day * MICROS_PER_DAY : value.micros;

/** A wall time cut to a grain: a date, a timestamp below the day, or a custom grain's value (T1, T9). */
export function cut(model: Model, wall: Value, grain: string): Value {
  if (!(wall instanceof Day || wall instanceof Stamp)) return null;
  const micros = wallMicros(wall);
  if (!isStandard(grain)) return customUnitAt(model, grain, dayOf(micros))?.value ?? null;
  const start = truncate(micros, grain);
  return isBelowDay(grain) ? new Stamp(start) : new Day(dayOf(start));
}

export function partOf(wall: Value, part: 'day_of_week' | 'month_of_year'): Value {
  if (!(wall instanceof Day || wall instanceof Stamp)) return null;
  const day = dayOf(wallMicros(wall));
  return integer(part === 'day_of_week' ? dayOfWeek(day) : monthOfYear(day));
}

/** The UTC instant at which the period around a UTC timestamp begins (T5). */
export function instantOf(zone: string, utc: number, grain: string): number {
  const wall = toWall(zone, utc);
  if (isBelowDay(grain)) return utc - (((wall % microsOfGrain(grain)) + microsOfGrain(grain)) % microsOfGrain(grain));
  return toUtc(zone, truncate(wall, grain));
}
