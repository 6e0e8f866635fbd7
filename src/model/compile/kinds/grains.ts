import { didYouMean } from '../../../problems/did-you-mean.js';
import type { Located } from '../../../problems/problem.js';
import { GRAINS, isCalendarGrain } from '../../../time/grain.js';
import { type MetricContext, refused } from '../metric-context.js';

/** A calendar grain, or one of the spines'. */
export function knownGrain(grain: Located<string>, { model }: MetricContext): string {
  const customs = model.spines.flatMap((spine) => spine.grains);
  if (isCalendarGrain(grain.value) || customs.includes(grain.value)) return grain.value;
  return refused({
    code: 'UNKNOWN_GRAIN',
    at: grain.at,
    message: `There is no grain "${grain.value}".`,
    hint: didYouMean(grain.value, [...GRAINS, ...customs]),
  });
}
