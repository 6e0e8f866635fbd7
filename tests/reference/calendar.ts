import { MICROS_PER_DAY } from './values.js';

/** Times here are microseconds on one axis: a wall clock's, or UTC's. */
const SECONDS: Record<string, number> = { second: 1, minute: 60, hour: 3600 };
const MONTHS: Record<string, number> = { month: 1, quarter: 3, year: 12 };
export const GRAINS = ['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'];

export const isStandard = (grain: string): boolean => GRAINS.includes(grain);
export const isBelowDay = (grain: string): boolean => grain in SECONDS;
export const dayOf = (micros: number): number => Math.floor(micros / MICROS_PER_DAY);
/** Length of a second, minute or hour. */
export const microsOfGrain = (grain: string): number => (SECONDS[grain] ?? Number.NaN) * 1e6;

const civil = (day: number) => {
  const date = new Date(day * 86_400_000);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth(), day: date.getUTCDate() };
};
const dayNumber = (year: number, month: number, day: number): number => Date.UTC(year, month, day) / 86_400_000;

/** 1 for Monday to 7 for Sunday: 1970-01-01 was a Thursday. */
export const dayOfWeek = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1;
export const monthOfYear = (day: number): number => civil(day).month + 1;

/** The start of the grain's unit around a time. */
export function truncate(micros: number, grain: string): number {
  if (grain in SECONDS) return Math.floor(micros / microsOfGrain(grain)) * microsOfGrain(grain);
  const day = dayOf(micros);
  if (grain === 'day') return day * MICROS_PER_DAY;
  if (grain === 'week') return (day - dayOfWeek(day) + 1) * MICROS_PER_DAY;
  const months = MONTHS[grain];
  if (months === undefined) throw new Error(`not a standard grain: ${grain}`);
  const { year, month } = civil(day);
  return dayNumber(year, month - (month % months), 1) * MICROS_PER_DAY;
}

/** n units later (earlier when negative); a day that the month lacks becomes its last day. */
export function add(micros: number, n: number, grain: string): number {
  if (grain in SECONDS) return micros + n * microsOfGrain(grain);
  if (grain === 'day' || grain === 'week') return micros + n * (grain === 'week' ? 7 : 1) * MICROS_PER_DAY;
  const { year, month, day } = civil(dayOf(micros));
  const target = month + n * (MONTHS[grain] ?? Number.NaN);
  const lastDay = civil(dayNumber(year, target + 1, 0)).day;
  return dayNumber(year, target, Math.min(day, lastDay)) * MICROS_PER_DAY + (micros - dayOf(micros) * MICROS_PER_DAY);
}
