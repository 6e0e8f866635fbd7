import type { Filter, Input, Metric, Model, SimpleMetric } from './model.js';

/** A metric that another one is made of, with the filter put on it there. */
export interface Below {
  readonly metric: string;
  readonly where: Filter | null;
  /** Whether it is asked for another time than the metric itself. */
  readonly shifted: boolean;
}

const plain = (metric: string): Below => ({ metric, where: null, shifted: false });
const below = ({ metric, where, offset, atStartOf }: Input): Below => ({
  metric,
  where,
  shifted: offset !== null || atStartOf !== null,
});

/** What a metric is made of, one step down. A conversion stands on its base; its second event is counted, not grouped. */
export function inputsOf(metric: Metric): readonly Below[] {
  switch (metric.kind) {
    case 'simple':
      return [];
    case 'ratio':
      return [metric.numerator, metric.denominator].map(below);
    case 'derived':
      return [...metric.inputs.values()].map(below);
    case 'conversion':
      return [plain(metric.base)];
    default:
      return [plain(metric.input)];
  }
}

/** The simple metrics below a metric, itself included, each once. */
export function simpleMetricsBelow(model: Pick<Model, 'metrics'>, metric: Metric): readonly SimpleMetric[] {
  const found = new Map<string, SimpleMetric>();
  const seen = new Set<string>();
  const visit = (here: Metric | undefined): void => {
    if (here === undefined || seen.has(here.name)) return;
    seen.add(here.name);
    if (here.kind === 'simple') found.set(here.name, here);
    for (const input of inputsOf(here)) visit(model.metrics.get(input.metric));
  };
  visit(metric);
  return [...found.values()];
}
