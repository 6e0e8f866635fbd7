import type { MetricRequest, RequestedDimension } from './metric-request.js';

/** Periods are those of metric_time: without it by a grain there is nothing to fill, and fill has no effect. */
export function readFill(
  fill: MetricRequest['fill'] | undefined,
  dimensions: readonly RequestedDimension[],
): MetricRequest['fill'] {
  const byPeriod = dimensions.some((dimension) => dimension.grain !== null && isMetricTime(dimension));
  return byPeriod ? (fill ?? null) : null;
}

export const isMetricTime = ({ paths }: RequestedDimension): boolean =>
  [...paths.values()].some((path) => path.dimension === null);
