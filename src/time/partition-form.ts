import type { CalendarGrain } from './grain.js';
import { printDate, printWallClock, type WallClock } from './wall-clock.js';

/** How a partition column spells a time. Later times come later in it: as texts, and where it is digits alone as numbers. */
export const PARTITION_FORMS = [
  'yyyy-mm-dd-hh',
  'yyyymmddhh',
  'yyyy-mm-dd',
  'yyyymmdd',
  'yyyy-mm',
  'yyyymm',
  'yyyy',
] as const;
export type PartitionForm = (typeof PARTITION_FORMS)[number];

export const isDigits = (form: PartitionForm): boolean => !form.includes('-');

/** One value of the column holds the times of one such period. */
export function grainOf(form: PartitionForm): CalendarGrain {
  if (form.includes('hh')) return 'hour';
  return form.includes('dd') ? 'day' : form.includes('mm') ? 'month' : 'year';
}

/** `2024-03-10-13` or the part of it that the form has, with or without dashes. */
export function printPartition(clock: WallClock, form: PartitionForm): string {
  const hour = printWallClock(clock).slice(11, 13);
  const whole = `${printDate(clock)}-${hour}`;
  return isDigits(form) ? whole.replaceAll('-', '').slice(0, form.length) : whole.slice(0, form.length);
}
