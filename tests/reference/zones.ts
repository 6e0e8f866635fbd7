import { MICROS_PER_DAY } from './values.js';

const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, number>();
const QUARTER_HOUR = 900e6;

export function isZone(zone: string): boolean {
  try {
    return formatOf(zone) !== undefined;
  } catch {
    return false;
  }
}

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
  }
  return format;
}

/** Microseconds that the zone's wall clock is ahead of UTC; clocks change at quarter hours. */
function offsetAt(zone: string, utc: number): number {
  if (zone === 'UTC') return 0;
  const moment = Math.floor(utc / QUARTER_HOUR) * QUARTER_HOUR;
  const key = `${zone} ${moment}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(new Date(moment / 1000))
      .map(({ type, value }) => [type, Number(value)]),
  ) as Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', number>;
  const wall = Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second) * 1000;
  offsets.set(key, wall - moment);
  return wall - moment;
}

export const toWall = (zone: string, utc: number): number => utc + offsetAt(zone, utc);

/** The first instant at which the wall clock shows this time; a skipped time is as far behind the change. */
export function toUtc(zone: string, wall: number): number {
  const before = offsetAt(zone, wall - MICROS_PER_DAY);
  const after = offsetAt(zone, wall + MICROS_PER_DAY);
  const found = [wall - before, wall - after].filter((utc) => toWall(zone, utc) === wall);
  return found.length > 0 ? Math.min(...found) : wall - before;
}
