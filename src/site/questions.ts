import type { Metric, Model } from '../model/model.js';
import { timesOf } from '../request/metric-time.js';

/** A question to begin with, as people would ask it in a shell and over GraphQL. */
export interface Question {
  readonly shell: string;
  readonly graphql: string;
}

/** By month where the metric has a time; by the dimensions that a share or a rank is about; else the one number. */
export function questionOf(model: Model, metric: Metric): Question {
  const paths = pathsOf(model, metric);
  const timed = hasTime(model, metric) && paths.length === 0;
  const by = timed ? ['metric_time:month'] : paths;
  const flags = [...by.map((path) => ` --by ${path}`), ...(timed ? [' --last "6 months"'] : [])].join('');
  const dimensions = timed
    ? '[{path: "metric_time", grain: month}]'
    : `[${paths.map((path) => `{path: "${path}"}`).join(', ')}]`;
  const inputs = [
    `metrics: ["${metric.name}"]`,
    ...(by.length > 0 ? [`dimensions: ${dimensions}`] : []),
    ...(timed ? ['time: {last: {count: 6, grain: month}}'] : []),
  ];
  return {
    shell: `grainline query ${metric.name}${flags}`,
    graphql: `{\n  query(input: {\n${inputs.map((input) => `    ${input}\n`).join('')}  }) { rows }\n}`,
  };
}

export const hasTime = (model: Model, metric: Metric): boolean =>
  timesOf(model, [metric]).every(({ type }) => type !== null);

/** Dimensions without which the number says nothing. */
function pathsOf(model: Model, metric: Metric): readonly string[] {
  if (metric.kind !== 'share' && metric.kind !== 'rank') return [];
  const within = metric.kind === 'share' ? metric.within : [];
  const own = [...(model.datasets.get(metric.datasets[0] ?? '')?.dimensions.values() ?? [])];
  const group = own.find(({ name, type, hidden }) => type === 'text' && !hidden && !within.includes(name));
  return [...within, ...(group ? [group.name] : [])];
}
