import { didYouMean } from '../../../problems/did-you-mean.js';
import type { Located } from '../../../problems/problem.js';
import { GRAINS, isCalendarGrain } from '../../../time/grain.js';
import { type MetricContext, refused } from '../metric-context.js';

/** A calendar grain, or one of the spines'. */
export function knownGrain(grain: Located<string>, context: MetricContext): string {
  if (isCalendarGrain(grain.value) || context.isCustomGrain(grain.value)) return grain.value;
  return refused({
    code: 'UNKNOWN_GRAIN',
    at: grain.at,
    message: `There is no grain "${grain.value}".`,
    hint: didYouMean(grain.value, [...GRAINS, ...context.customGrains()]),
  });
}
