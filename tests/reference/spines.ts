import { add, dayOf, GRAINS, isBelowDay, isStandard, truncate } from './calendar.js';
import type { Model, Spine } from './format.js';
import { open, Refused, sure } from './refused.js';
import { Day, keyOf, MICROS_PER_DAY, readValue, Stamp, type Value } from './values.js';

/** One unit of a custom grain: its value in the spine and its days, in order. */
export interface CustomUnit {
  value: Value;
  days: number[];
}

export const isGrain = (model: Model, grain: string): boolean =>
  isStandard(grain) || model.spines.some((spine) => spine.grains.includes(grain));

function columnOf(model: Model, spine: Spine, column: string): { type: string; values: Value[] } {
  const table = sure(model.tables[spine.table], spine.table);
  const at = table.columns.findIndex(([name]) => name === column);
  const type = sure(table.columns[at], column)[1];
  return { type, values: table.rows.map((row) => readValue(type, row[at] ?? null)) };
}

const moments = new WeakMap<Spine, number[]>();

/** The moments of a spine, in order, in microseconds. */
export function momentsOf(model: Model, spine: Spine): number[] {
  const held = moments.get(spine);
  if (held) return held;
  const sorted = columnOf(model, spine, spine.column)
    .values.flatMap((v) => (v instanceof Day ? [v.day * MICROS_PER_DAY] : v instanceof Stamp ? [v.micros] : []))
    .sort((a, b) => a - b);
  moments.set(spine, sorted);
  return sorted;
}

const spineOfGrain = (model: Model, grain: string): Spine => {
  const spine = model.spines.find((s) => s.grains.includes(grain));
  if (!spine) throw new Refused('UNKNOWN_GRAIN', grain);
  return spine;
};

export const typeOfGrain = (model: Model, grain: string): string =>
  isStandard(grain)
    ? isBelowDay(grain)
      ? 'timestamp'
      : 'date'
    : columnOf(model, spineOfGrain(model, grain), grain).type;

const known = new WeakMap<Model, Map<string, CustomUnit[]>>();

/** The units of a custom grain in the order of their first days; days whose value is NULL belong to none (T9). */
export function customUnits(model: Model, grain: string): CustomUnit[] {
  const ofModel = known.get(model) ?? new Map<string, CustomUnit[]>();
  known.set(model, ofModel);
  const held = ofModel.get(grain);
  if (held) return held;
  const spine = spineOfGrain(model, grain);
  const times = columnOf(model, spine, spine.column).values;
  const values = columnOf(model, spine, grain).values;
  const units = new Map<string, CustomUnit>();
  times.forEach((moment, i) => {
    const value = values[i] ?? null;
    if (moment === null || value === null) return;
    const day = moment instanceof Day ? moment.day : dayOf((moment as Stamp).micros);
    const unit = units.get(keyOf(value)) ?? { value, days: [] };
    if (!unit.days.includes(day)) unit.days.push(day);
    units.set(keyOf(value), unit);
  });
  for (const unit of units.values()) unit.days.sort((a, b) => a - b);
  const sorted = [...units.values()].sort((a, b) => (a.days[0] ?? 0) - (b.days[0] ?? 0));
  ofModel.set(grain, sorted);
  return sorted;
}

export const customUnitAt = (model: Model, grain: string, day: number): CustomUnit | undefined =>
  customUnits(model, grain).find((unit) => unit.days.includes(day));

/** The start of the unit around a time; of a custom grain the first day in the spine, undefined where it has none. */
export function startOf(model: Model, micros: number, grain: string): number | undefined {
  if (isStandard(grain)) return truncate(micros, grain);
  const first = customUnitAt(model, grain, dayOf(micros))?.days[0];
  return first === undefined ? undefined : first * MICROS_PER_DAY;
}

/** The start of the last unit that has begun at a time: custom units reach to the next one's first day. */
export function begunUnit(model: Model, micros: number, grain: string): number | undefined {
  if (isStandard(grain)) return truncate(micros, grain);
  const first = customUnits(model, grain).findLast(({ days }) => (days[0] ?? 0) <= dayOf(micros))?.days[0];
  return first === undefined ? undefined : first * MICROS_PER_DAY;
}

/** The start of the unit n units on; undefined where the spine has none. */
export function moveUnits(model: Model, start: number, n: number, grain: string): number | undefined {
  if (isStandard(grain)) return add(start, n, grain);
  const units = customUnits(model, grain);
  const at = units.findIndex((unit) => unit.days.includes(dayOf(start)));
  const day = at < 0 ? undefined : units[at + n]?.days[0];
  return day === undefined ? undefined : day * MICROS_PER_DAY;
}

/**
 * The starts of a grain's units in each unit of a custom grain, in order: a unit lies where the first of its days does
 * that lies in any.
 */
function placesIn(model: Model, grain: string, outer: string): number[][] {
  const units = customUnits(model, outer);
  const found = units.map((): number[] => []);
  const seen = new Set<number>();
  const days = units.flatMap((unit, at) => unit.days.map((day) => ({ day, at }))).sort((a, b) => a.day - b.day);
  for (const { day, at } of days) {
    const start = startOf(model, day * MICROS_PER_DAY, grain);
    if (start === undefined || seen.has(start)) continue;
    seen.add(start);
    found[at]?.push(start);
  }
  return found;
}

/**
 * The unit of a grain at the same place of the unit of a custom grain n on, or its last. 'outside': it lies in none, or
 * not in the spine. Undefined: the spine has no such unit.
 */
export function samePlace(
  model: Model,
  start: number,
  n: number,
  grain: string,
  outer: string,
): number | 'outside' | undefined {
  const units = placesIn(model, grain, outer);
  const at = units.findIndex((starts) => starts.includes(start));
  if (at < 0) return 'outside';
  const then = units[at + n];
  return then?.[Math.min(units[at]?.indexOf(start) ?? 0, then.length - 1)];
}

/**
 * Is grain a finer than b? Standard grains by their order (week before month); a custom grain is finer than another
 * grain where the spine has more of its units.
 */
export function isFiner(model: Model, a: string, b: string): boolean {
  if (a === b) return false;
  if (isStandard(a) && isStandard(b)) return GRAINS.indexOf(a) < GRAINS.indexOf(b);
  const day = GRAINS.indexOf('day');
  if (isStandard(a) && GRAINS.indexOf(a) <= day) return true;
  if (isStandard(b) && GRAINS.indexOf(b) <= day) return false;
  const custom = isStandard(a) ? b : a;
  const all = momentsOf(model, spineOfGrain(model, custom));
  const count = (grain: string) => new Set(all.map((t) => startOf(model, t, grain))).size;
  if (count(a) === count(b)) throw open(`which of ${a} and ${b} is finer`);
  return count(a) > count(b);
}
