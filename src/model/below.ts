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

/** What a metric is made of, one step down. A conversion stands on its base, a funnel on its first step; what follows is matched, not grouped. */
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
    case 'funnel':
      return metric.steps.slice(0, 1).map(plain);
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

/** The metrics whose rows a metric matches with those of its inputs: what follows in a conversion or a funnel. */
export function matchedBy(metric: Metric): readonly string[] {
  if (metric.kind === 'conversion') return [metric.conversion];
  return metric.kind === 'funnel' ? metric.steps.slice(1) : [];
}
