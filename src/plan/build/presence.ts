import { inputsOf } from '../../model/below.js';
import type { Filter, Metric, Model, SimpleMetric } from '../../model/model.js';

/** A simple metric below, with the filters that the metrics above put on it; its own is not among them. */
export interface Presence {
  readonly metric: SimpleMetric;
  readonly filters: readonly Filter[];
}

/**
 * Where a metric has rows of its own: those of the simple metrics below, where they lie in time before any shift or window.
 * @param still leaves out what is shifted, behind a window or filled forward: there other rows are looked at
 */
export function presenceOf(
  model: Pick<Model, 'metrics'>,
  metric: Metric,
  above: readonly Filter[],
  still = false,
): readonly Presence[] {
  if (metric.kind === 'simple')
    return still && metric.semiAdditive?.fillForward != null ? [] : [{ metric, filters: above }];
  if (still && metric.kind === 'cumulative') return [];
  return inputsOf(metric).flatMap((input) => {
    if (still && input.shifted) return [];
    const below = model.metrics.get(input.metric);
    return below === undefined
      ? []
      : presenceOf(
          model,
          below,
          [...(input.where ? [input.where] : []), ...(metric.where ? [metric.where] : []), ...above],
          still,
        );
  });
}
