import type { Model } from './format.js';

/** Is a metric, or anything below it, a window or shifted in time? */
export function movesInTime(model: Model, name: string): boolean {
  const metric = model.metrics[name];
  if (!metric || metric.kind === 'simple' || metric.kind === 'conversion' || metric.kind === 'funnel') return false;
  if (metric.kind === 'cumulative') return true;
  const inputs =
    metric.kind === 'ratio'
      ? [metric.numerator, metric.denominator]
      : metric.kind === 'derived'
        ? Object.values(metric.inputs)
        : [{ metric: metric.input }];
  return inputs.some((input) => 'offset' in input || 'at_start_of' in input || movesInTime(model, input.metric));
}
