import type { Metric, Model } from './model.js';

/** A metric by its name or by a former one. */
export const metricNamed = (model: Pick<Model, 'metrics' | 'aliases'>, name: string): Metric | undefined =>
  model.metrics.get(name) ?? model.metrics.get(model.aliases.get(name) ?? '');

/** Whether a metric is called by a former name whose last day has passed. `today` is a day: 2024-01-31. */
export function isPast(metric: Pick<Metric, 'aliases'>, name: string, today: string): boolean {
  const until = metric.aliases.get(name);
  return until != null && until < today;
}

/** What is said of a former name: `"a" is called "b" now` and until when the old one works. */
export function renamed(metric: Pick<Metric, 'name' | 'aliases'>, name: string): string {
  const until = metric.aliases.get(name);
  return `"${name}" is called "${metric.name}" now${until == null ? '' : `; the old name works until ${until}`}.`;
}
