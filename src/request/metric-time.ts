import type { DataType } from '../expressions/data-type.js';
import type { Dataset, Metric, Model, SimpleMetric } from '../model/model.js';

/** What metric_time means for one simple metric, or for a dataset asked without metrics. */
export interface TimedMetric {
  /** Null for a dataset asked without metrics. */
  readonly metric: string | null;
  readonly dataset: string;
  /** Null where neither the metric nor its dataset has a time. */
  readonly type: DataType | null;
}

/** The simple metrics below a metric, itself included, each once. */
export function simpleMetricsOf(model: Model, metric: Metric): readonly SimpleMetric[] {
  const found = new Map<string, SimpleMetric>();
  const seen = new Set<string>();
  const visit = (name: string): void => {
    const here = model.metrics.get(name);
    if (here === undefined || seen.has(name)) return;
    seen.add(name);
    if (here.kind === 'simple') found.set(name, here);
    else for (const input of inputsOf(here)) visit(input);
  };
  visit(metric.name);
  return [...found.values()];
}

/** Names of the metrics that a metric is made of, directly. */
export function inputsOf(metric: Exclude<Metric, SimpleMetric>): readonly string[] {
  switch (metric.kind) {
    case 'ratio':
      return [metric.numerator.metric, metric.denominator.metric];
    case 'derived':
      return [...metric.inputs.values()].map((input) => input.metric);
    case 'conversion':
      return [metric.base, metric.conversion];
    case 'cumulative':
    case 'share':
    case 'rank':
    case 'multi_stage':
      return [metric.input];
  }
}

export function timesOf(model: Model, metrics: Iterable<Metric>): readonly TimedMetric[] {
  const found = new Map<string, TimedMetric>();
  for (const metric of metrics)
    for (const { name, dataset, time } of simpleMetricsOf(model, metric))
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
