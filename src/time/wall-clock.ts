import type { CalendarGrain } from './grain.js';

/**
 * What a clock on the wall shows, in no zone. `days` counts from 1970-01-01 in the proleptic Gregorian calendar,
 * `micros` from midnight. Periods and steps are arithmetic on these two numbers; no instant is involved.
 */
export interface WallClock {
  readonly days: number;
  readonly micros: number;
}

const MICROS = { second: 1_000_000, minute: 60_000_000, hour: 3_600_000_000, day: 86_400_000_000 } as const;
const MONTHS = { month: 1, quarter: 3, year: 12 } as const;
const FORM = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?)?$/;

/** Reads `2024-01-31`, `2024-01-31T10:00`, `2024-01-31 10:00:59.5`; undefined for other forms and days that do not exist. */
export function readWallClock(text: string): WallClock | undefined {
  const match = FORM.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const fraction = Number((match[7] ?? '').padEnd(6, '0'));
  return {
    days: daysOf(year, month, day),
    micros: hour * MICROS.hour + minute * MICROS.minute + second * MICROS.second + fraction,
  };
}

/** Days since 1970-01-01 of a date as `2024-01-31`; undefined where it is none. */
export const readDate = (text: string): WallClock | undefined => (text.length === 10 ? readWallClock(text) : undefined);

/** `2024-01-31`. */
export function printDate(clock: WallClock): string {
  const { year, month, day } = dateOf(clock.days);
  return `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}`;
}

/** `2024-01-31T10:00:00`, with a fraction only where there is one, without trailing zeros. */
export function printWallClock(clock: WallClock): string {
  const { micros } = clock;
  const fraction = micros % MICROS.second;
  return [
    `${printDate(clock)}T${digits(Math.floor(micros / MICROS.hour), 2)}`,
    digits(Math.floor(micros / MICROS.minute) % 60, 2),
    digits(Math.floor(micros / MICROS.second) % 60, 2) +
      (fraction > 0 ? `.${digits(fraction, 6).replace(/0+$/, '')}` : ''),
  ].join(':');
}

/** The first moment of the period around it. Weeks start on Monday, also across years. */
export function startOf(clock: WallClock, grain: CalendarGrain): WallClock {
  switch (grain) {
    case 'second':
    case 'minute':
    case 'hour':
      return { days: clock.days, micros: clock.micros - (clock.micros % MICROS[grain]) };
    case 'day':
      return { days: clock.days, micros: 0 };
    case 'week':
      return { days: clock.days - modulo(clock.days + 3, 7), micros: 0 }; // 1970-01-01 was a Thursday
    case 'month':
    case 'quarter':
    case 'year': {
      const { year, month } = dateOf(clock.days);
      return { days: daysOf(year, month - ((month - 1) % MONTHS[grain]), 1), micros: 0 };
    }
  }
}

/** Moves by whole units; a day that the month lacks becomes that month's last day (31 January plus a month is 28 or 29 February). */
export function add(clock: WallClock, count: number, grain: CalendarGrain): WallClock {
  switch (grain) {
    case 'second':
    case 'minute':
    case 'hour': {
      const total = clock.micros + count * MICROS[grain];
      return { days: clock.days + Math.floor(total / MICROS.day), micros: modulo(total, MICROS.day) };
    }
    case 'day':
      return { days: clock.days + count, micros: clock.micros };
    case 'week':
      return { days: clock.days + 7 * count, micros: clock.micros };
    case 'month':
    case 'quarter':
    case 'year': {
      const { year, month, day } = dateOf(clock.days);
      const months = year * 12 + (month - 1) + count * MONTHS[grain];
      const [toYear, toMonth] = [Math.floor(months / 12), modulo(months, 12) + 1];
      return { days: daysOf(toYear, toMonth, Math.min(day, daysInMonth(toYear, toMonth))), micros: clock.micros };
    }
  }
}

/** Negative where `a` is earlier. */
export const compareClocks = (a: WallClock, b: WallClock): number => a.days - b.days || a.micros - b.micros;

/** Length from `a` to `b` in days and microseconds, to be taken off again with `minus`. */
export const minus = (a: WallClock, b: WallClock): WallClock => {
  const micros = a.micros - b.micros;
  return { days: a.days - b.days + Math.floor(micros / MICROS.day), micros: modulo(micros, MICROS.day) };
};

const MS_PER_DAY = 86_400_000;

function daysOf(year: number, month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day); // Date.UTC would take years below 100 for 19xx
  return Math.round(date.getTime() / MS_PER_DAY);
}

function dateOf(days: number): { readonly year: number; readonly month: number; readonly day: number } {
  const date = new Date(days * MS_PER_DAY);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
const daysInMonth = (year: number, month: number): number =>
  month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
const modulo = (value: number, by: number): number => ((value % by) + by) % by;
const digits = (value: number, width: number): string => String(value).padStart(width, '0');

/** The last day of a range that ends before a moment: `2024-03-31` for `2024-04-01T00:00:00`. */
export function lastDayBefore(end: string): string {
  const clock = readWallClock(end);
  if (clock === undefined) throw new Error(`no time: ${end}`);
  return printDate(clock.micros === 0 ? add(clock, -1, 'day') : clock);
}
