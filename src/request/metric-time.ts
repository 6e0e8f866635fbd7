import type { DataType } from '../expressions/data-type.js';
import { simpleMetricsBelow } from '../model/below.js';
import type { Dataset, Metric, Model } from '../model/model.js';

/** What metric_time means for one simple metric, or for a dataset asked without metrics. */
export interface TimedMetric {
  /** Null for a dataset asked without metrics. */
  readonly metric: string | null;
  readonly dataset: string;
  /** Null where neither the metric nor its dataset has a time. */
  readonly type: DataType | null;
}

export function timesOf(model: Model, metrics: Iterable<Metric>): readonly TimedMetric[] {
  const found = new Map<string, TimedMetric>();
  for (const metric of metrics)
    for (const { name, dataset, time } of simpleMetricsBelow(model, metric))
      found.set(name, { metric: name, dataset, type: timeType(model.datasets.get(dataset), time) });
  return [...found.values()];
}

export const timeOfDataset = (dataset: Dataset): TimedMetric => ({
  metric: null,
  dataset: dataset.name,
  type: timeType(dataset, null),
});

function timeType(dataset: Dataset | undefined, own: string | null): DataType | null {
  const name = own ?? dataset?.time ?? null;
  return name === null ? null : (dataset?.dimensions.get(name)?.type ?? null);
}
