import { isPast, metricNamed } from '../model/aliases.js';
import type { Metric, Model } from '../model/model.js';
import { didYouMean } from '../problems/did-you-mean.js';
import type { ProblemList } from './reading.js';

/** What a name is looked up in, and as of when: former names end on a day. */
export interface Names {
  readonly model: Model;
  readonly problems: ProblemList;
  /** The present day, 2024-01-31, whatever the question takes for now. */
  readonly today: string;
}

/** A metric by name; one that could not be compiled answers with its own problem. Undefined after a problem was added. */
export function readMetric({ model, problems, today }: Names, name: string, at: string): Metric | undefined {
  const metric = metricNamed(model, name);
  if (metric !== undefined && isPast(metric, name, today))
    return problems.add({
      code: 'ALIAS_EXPIRED',
      message: `"${name}" is called "${metric.name}" now; the old name worked until ${metric.aliases.get(name)}.`,
      path: at,
      hint: `Ask for "${metric.name}".`,
    });
  if (metric !== undefined) return metric;
  const refused = model.refused.get(model.aliases.get(name) ?? name);
  if (refused !== undefined)
    return problems.add({ code: refused.code, message: refused.message, hint: refused.hint, at: refused.at, path: at });
  return problems.add({
    code: 'UNKNOWN_METRIC',
    message: `There is no metric "${name.slice(0, 100)}".`,
    path: at,
    hint: didYouMean(name, model.metrics.keys()) ?? 'Search the catalogue: metrics(search: "…").',
  });
}

/** Whether a metric of the model has or had the name, be it sound or not. */
export const isMetric = ({ metrics, aliases, refused }: Model, name: string): boolean =>
  metrics.has(name) || aliases.has(name) || refused.has(name);
