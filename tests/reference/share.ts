import type { Share } from './format.js';
import { metricValue, type ValueOf } from './metrics.js';
import { open, Refused } from './refused.js';
import { leavesOf } from './scope.js';
import { arithmetic } from './values.js';

/** K7: the denominator keeps the dimensions of `within`, and those over metric_time. */
export const shareValue: ValueOf<Share> = (scope, metric, filters, cell, when) => {
  if (scope.times.some((i) => scope.dimensions[i]?.part !== undefined)) throw open('a share by a part of time');
  const datasets = leavesOf(scope.model, metric.input).map((leaf) => leaf.metric.dataset);
  const isAt = (index: number, path: string) => {
    const dimension = scope.dimensions[index];
    return dimension?.path === path || datasets.some((dataset) => dimension?.paths?.[dataset] === path);
  };
  for (const path of metric.within) {
    if (!scope.dimensions.some((_, i) => isAt(i, path))) {
      throw new Refused('WITHIN_NOT_ASKED', `the share is within ${path}, which is not among the dimensions`);
    }
  }
  const kept = cell.map((value, i) =>
    scope.times.includes(i) || metric.within.some((path) => isAt(i, path)) ? value : undefined,
  );
  const part = metricValue(scope, metric.input, filters, cell, when);
  const whole = metricValue({ ...scope, onRead: undefined }, metric.input, filters, kept, when);
  return arithmetic('/', part, whole);
};
