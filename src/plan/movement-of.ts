import type { Metric, Model } from '../model/model.js';
import { inputsOf } from '../model/below.js';

/** Whether a metric is an expression over aggregates of its own rows in each group, and of nothing else. */
export function isPlain(model: Pick<Model, 'metrics'>, metric: Metric): boolean {
  switch (metric.kind) {
    case 'simple':
      return metric.semiAdditive === null;
    case 'ratio':
      return [metric.numerator, metric.denominator].every((input) => input.offset === null && input.atStartOf === null) && below(model, metric);
    case 'derived':
      return [...metric.inputs.values()].every((input) => input.offset === null && input.atStartOf === null) && below(model, metric);
    default:
      return false;
  }
}

const below = (model: Pick<Model, 'metrics'>, metric: Metric): boolean =>
  inputsOf(metric).every((input) => {
    const found = model.metrics.get(input.metric);
    return found !== undefined && isPlain(model, found);
  });
