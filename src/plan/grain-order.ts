import type { Model } from '../model/model.js';
import type { RequestedGrain } from '../request/metric-request.js';
import { GRAINS, isBelowDay, isCalendarGrain } from '../time/grain.js';
import { grainName } from './question.js';

/**
 * Whether one grain is finer (negative), coarser (positive) or the same (0) as another. Custom grains are compared by
 * how many units the spine has of each; null where that is not known or says nothing.
 */
export function compareGrains(
  model: Pick<Model, 'spines'>,
  a: RequestedGrain | string,
  b: RequestedGrain | string,
): number | null {
  const [one, other] = [a, b].map((grain) => (typeof grain === 'string' ? grain : grainName(grain))) as [
    string,
    string,
  ];
  if (one === other) return 0;
  if (isCalendarGrain(one) && isCalendarGrain(other)) return GRAINS.indexOf(one) - GRAINS.indexOf(other);
  if (isCalendarGrain(one) && (one === 'day' || isBelowDay(one))) return -1;
  if (isCalendarGrain(other) && (other === 'day' || isBelowDay(other))) return 1;
  const custom = isCalendarGrain(one) ? other : one;
  const units = model.spines.find((spine) => spine.grains.includes(custom))?.units;
  const [many, more] = [units?.get(one), units?.get(other)];
  return many === undefined || more === undefined || many === more ? null : more - many;
}
