import { METRIC_TIME } from '../model/model.js';
import type { MetricRequest, RequestedDimension } from './metric-request.js';
import type { ProblemList } from './reading.js';

/** Periods are those of metric_time: without it there is nothing to fill. */
export function readFill(
  problems: ProblemList,
  fill: MetricRequest['fill'] | undefined,
  dimensions: readonly RequestedDimension[],
  at: string,
): MetricRequest['fill'] {
  if (fill == null) return null;
  if (dimensions.some((dimension) => dimension.grain !== null && isMetricTime(dimension))) return fill;
  problems.add({
    code: 'INVALID_REQUEST',
    message: `fill adds periods of ${METRIC_TIME}, which is not asked with a grain.`,
    path: at,
    hint: `Add {path: ${METRIC_TIME}, grain: day} to the dimensions, or leave fill out.`,
  });
  return null;
}

export const isMetricTime = ({ paths }: RequestedDimension): boolean =>
  [...paths.values()].some((path) => path.dimension === null);
