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

/** How a column beside others spells the part of a time that those leave open, with two digits: the month of a year. */
export const PART_FORMS = ['mm', 'dd', 'hh'] as const;
export type PartForm = (typeof PART_FORMS)[number];

export const isDigits = (form: PartitionForm | PartForm): boolean => !form.includes('-');

/** One value of the column, and of those before it, holds the times of one such period. */
export function grainOf(form: PartitionForm | PartForm): CalendarGrain {
  if (form.includes('hh')) return 'hour';
  return form.includes('dd') ? 'day' : form.includes('mm') ? 'month' : 'year';
}

/** What a column of this form leaves open, the coarsest part first. */
export const partsWithin = (form: PartitionForm): readonly PartForm[] =>
  PART_FORMS.slice(['year', 'month', 'day', 'hour'].indexOf(grainOf(form)));

/** Where the part begins in `2024-03-10-13`. */
const PART_AT: Readonly<Record<PartForm, number>> = { mm: 5, dd: 8, hh: 11 };

/** Where a form stands in `2024-03-10-13`, once the dashes have gone where it has none: its first character, counted from 0. */
export const startOf = (form: PartitionForm | PartForm): number => (isPart(form) ? PART_AT[form] : 0);

const isPart = (form: PartitionForm | PartForm): form is PartForm => form in PART_AT;

/** `2024-03-10-13` or the part of it that the form has, with or without dashes. */
export function printPartition(clock: WallClock, form: PartitionForm | PartForm): string {
  const hour = printWallClock(clock).slice(11, 13);
  const whole = `${printDate(clock)}-${hour}`;
  const plain = isDigits(form) && !isPart(form) ? whole.replaceAll('-', '') : whole;
  return plain.slice(startOf(form), startOf(form) + form.length);
}
