import { readWallClock, type WallClock } from './wall-clock.js';

const formatters = new Map<string, Intl.DateTimeFormat | null>();
const NAME = /^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/;
/** Names are the caller's: what is kept for them is bounded. */
const MOST_KEPT = 1_000;

/** An IANA name such as Europe/Paris, or UTC. Bare offsets (+02:00) are none: they know no summer time. */
export const isTimeZone = (zone: string): boolean => formatterOf(zone) !== null;

/** What the wall clock of a zone shows at an instant, to the millisecond. The zone must be one. */
export function wallClockOf(instant: Date, zone: string): WallClock {
  const formatter = formatterOf(zone);
  if (formatter === null) throw new RangeError(`${zone} is not a time zone`);
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const part of formatter.formatToParts(instant)) parts[part.type] = part.value;
  const { year = '', month, day, hour, minute, second } = parts;
  const milliseconds = String(((instant.getTime() % 1000) + 1000) % 1000).padStart(3, '0');
  const clock = readWallClock(`${year.padStart(4, '0')}-${month}-${day}T${hour}:${minute}:${second}.${milliseconds}`);
  if (clock === undefined) throw new RangeError(`${instant.toISOString()} is not within the years 1 to 9999`);
  return clock;
}

function formatterOf(zone: string): Intl.DateTimeFormat | null {
  const kept = formatters.get(zone);
  if (kept !== undefined) return kept;
  const made = NAME.test(zone) ? makeFormatter(zone) : null;
  if (formatters.size >= MOST_KEPT) formatters.clear();
  formatters.set(zone, made);
  return made;
}

function makeFormatter(zone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      calendar: 'gregory',
      numberingSystem: 'latn',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
  } catch {
    return null;
  }
}
