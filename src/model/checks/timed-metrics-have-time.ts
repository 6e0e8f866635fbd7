import type { Problem } from '../../problems/problem.js';
import { simpleMetricsBelow } from '../below.js';
import type { Check } from './checks.js';

/** A window, a stage or a filled metric goes by metric_time: the rows below need one. */
export const timedMetricsHaveTime: Check = (model) =>
  [...model.metrics.values()].flatMap((metric): Problem[] => {
    const goesByTime =
      metric.kind === 'cumulative' || metric.kind === 'multi_stage' || (metric.kind === 'simple' && metric.dense);
    const without = goesByTime ? simpleMetricsBelow(model, metric).find(({ time }) => time === null) : undefined;
    if (without === undefined) return [];
    const about =
      metric.kind === 'multi_stage'
        ? `is made of ${metric.grain}s`
        : metric.kind === 'simple'
          ? 'is dense'
          : 'is a window of time';
    const below = without.name === metric.name ? 'it' : `"${without.name}" below it`;
    return [
      {
        code: 'METRIC_WITHOUT_TIME',
        severity: 'warning',
        at: metric.at,
        message: `"${metric.name}" ${about}, and ${below} has no time.`,
        hint: `Say time: in "${without.dataset}".`,
      },
    ];
  });
