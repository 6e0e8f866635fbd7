import type { Filter, Metric, Model } from '../model/model.js';

/**
 * Names the rows that a metric is made of: its simple metrics' datasets, times and filters. Two metrics with one source
 * have the same groups in every answer, so asking them together adds no group to either.
 */
export function rowSource(model: Model, metric: Metric): string {
  const sources = new Set<string>();
  const visit = (here: Metric, filters: readonly string[]): void => {
    const own = [...filters, ...printFilter(here.where)];
    switch (here.kind) {
      case 'simple':
        sources.add(JSON.stringify([here.dataset, here.time, here.dense, here.semiAdditive, [...new Set(own)].sort()]));
        return;
      case 'ratio':
      case 'derived':
        for (const input of here.kind === 'ratio' ? [here.numerator, here.denominator] : here.inputs.values()) {
          const below = model.metrics.get(input.metric);
          if (below) visit(below, [...own, ...printFilter(input.where)]);
        }
        return;
      default:
        sources.add(here.name); // windows, shares and the like: asked alone
    }
  };
  visit(metric, []);
  return [...sources].sort().join(' ');
}

const printFilter = (filter: Filter | null): string[] => (filter === null ? [] : [JSON.stringify([...filter].sort())]);
