import type { Dataset, Metric, Model } from '../model/model.js';
import { dimensionsOfMetrics } from '../request/common-dimensions.js';
import { timesOf } from '../request/metric-time.js';

const FAR = 3;

/** The dataset, and those that questions about it can get to over links, at most so many far. */
export function datasetsFrom(model: Model, dataset: string, far = FAR): ReadonlySet<string> {
  const found = new Set([dataset]);
  let front = [dataset];
  for (let step = 0; step < far && front.length > 0; step++) {
    front = [...new Set(front.flatMap((name) => linksOf(model.datasets.get(name))))].filter((to) => !found.has(to));
    for (const name of front) found.add(name);
  }
  return found;
}

const linksOf = (dataset: Dataset | undefined): string[] => [...(dataset?.links.values() ?? [])].map(({ to }) => to);

/** Paths that a metric can be grouped by, metric_time aside. */
export const pathsOf = (model: Model, metric: Metric): ReadonlySet<string> =>
  new Set(dimensionsOfMetrics(model, [metric]).map(({ path }) => path));

/** How fine a metric's own time is: hours can be asked of timestamps alone. Null where it has none. */
export function timeOf(model: Model, metric: Metric): 'timestamp' | 'date' | null {
  const types = timesOf(model, [metric]).map(({ type }) => type);
  if (types.length === 0 || types.includes(null)) return null;
  return types.includes('date') ? 'date' : 'timestamp';
}
