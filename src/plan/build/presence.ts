import { inputsOf } from '../../model/below.js';
import type { Filter, Metric, Model, SimpleMetric } from '../../model/model.js';

/** A simple metric below, with the filters that the metrics above put on it; its own is not among them. */
export interface Presence {
  readonly metric: SimpleMetric;
  readonly filters: readonly Filter[];
}

/** Where a metric has rows of its own: those of the simple metrics below, where they lie in time before any shift or window. */
export function presenceOf(model: Pick<Model, 'metrics'>, metric: Metric, above: readonly Filter[]): readonly Presence[] {
  if (metric.kind === 'simple') return [{ metric, filters: above }];
  return inputsOf(metric).flatMap((input) => {
    const below = model.metrics.get(input.metric);
    return below === undefined ? [] : presenceOf(model, below, [...(input.where ? [input.where] : []), ...(metric.where ? [metric.where] : []), ...above]);
  });
}
