import type { Model } from '../model/model.js';
import { printDate, readDate, type WallClock } from '../time/wall-clock.js';

/** Whether it is known on which days the units of a custom grain start. */
export const knowsUnits = (model: Pick<Model, 'spines'>, grain: string): boolean =>
  startsOf(model, grain) !== undefined;

const startsOf = ({ spines }: Pick<Model, 'spines'>, grain: string): readonly string[] | undefined =>
  spines.find(({ grains }) => grains.includes(grain))?.starts?.get(grain);

/** The first day of the unit of a custom grain so many units from the one around a time; undefined where the calendar has none. */
export function stepUnits(
  model: Pick<Model, 'spines'>,
  grain: string,
  from: WallClock,
  count: number,
): WallClock | undefined {
  const starts = startsOf(model, grain) ?? [];
  const today = printDate(from);
  const here = starts.findLastIndex((start) => start <= today);
  const start = here < 0 ? undefined : starts[here + count];
  return start === undefined ? undefined : readDate(start);
}
