import type { Metric, Model } from '../model/model.js';
import { didYouMean } from '../problems/did-you-mean.js';
import type { ProblemList } from './reading.js';

/** A metric by name; one that could not be compiled answers with its own problem. Undefined after a problem was added. */
export function readMetric(model: Model, problems: ProblemList, name: string, at: string): Metric | undefined {
  const metric = model.metrics.get(name);
  if (metric !== undefined) return metric;
  const refused = model.refused.get(name);
  if (refused !== undefined)
    return problems.add({ code: refused.code, message: refused.message, hint: refused.hint, at: refused.at, path: at });
  return problems.add({
    code: 'UNKNOWN_METRIC',
    message: `There is no metric "${name.slice(0, 100)}".`,
    path: at,
    hint: didYouMean(name, model.metrics.keys()) ?? 'Search the catalogue: metrics(search: "…").',
  });
}
