import type { PathPlace, SuiteCondition, SuiteMetric, SuiteModel } from './suite.js';

/** Metrics that the given one is computed from; of a conversion its base, whose rows it is about. */
function inputsOf(metric: SuiteMetric): readonly string[] {
  switch (metric.kind) {
    case 'simple':
      return [];
    case 'ratio':
      return [metric.numerator.metric, metric.denominator.metric];
    case 'derived':
      return Object.values(metric.inputs).map((input) => input.metric);
    case 'conversion':
      return [metric.base];
    case 'funnel':
      return metric.steps.slice(0, 1);
    default:
      return [metric.input];
  }
}

/** Datasets of the simple metrics below, in order of first mention. */
export function datasetsOf(model: SuiteModel, name: string): readonly string[] {
  const metric = model.metrics[name];
  if (metric === undefined) throw new Error(`The suite has no metric "${name}"`);
  if (metric.kind === 'simple') return [metric.dataset];
  return [...new Set(inputsOf(metric).flatMap((input) => datasetsOf(model, input)))];
}

export const pathIn = (place: PathPlace, dataset: string): string => place.path ?? place.paths?.[dataset] ?? '';

/** The type at the end of a path; undefined where it leads nowhere, which is for the product to say. */
export function typeAt(model: SuiteModel, dataset: string, path: string): string | undefined {
  if (path === 'metric_time') return 'timestamp';
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  const end = steps.reduce<string | undefined>((at, step) => at && model.datasets[at]?.links[step]?.to, dataset);
  return end && model.datasets[end]?.dimensions[last]?.type;
}

/** The type of a metric's values, as far as it matters how a value is written: the smallest day is a day. */
export function typeOfMetric(model: SuiteModel, name: string): string {
  const metric = model.metrics[name];
  if (metric?.kind === 'cumulative') return typeOfMetric(model, metric.input);
  if (metric?.kind !== 'simple' || !['min', 'max', 'percentile_disc'].includes(metric.agg)) return 'double';
  const dataset = model.datasets[metric.dataset];
  const column = model.tables[dataset?.table ?? '']?.columns.find(([each]) => each === metric.expr);
  return column?.[1] ?? dataset?.dimensions[metric.expr ?? '']?.type ?? 'double';
}

/** The type of a time that was cut to a grain: of a custom one, that of the spine's column. */
export function typeOfGrain(model: SuiteModel, grain: string): string {
  const spine = model.spines.find(({ grains }) => grains.includes(grain));
  if (spine === undefined) return ['hour', 'minute', 'second'].includes(grain) ? 'timestamp' : 'date';
  const column = model.tables[spine.table]?.columns.find(([name]) => name === grain);
  return column?.[1] ?? 'date';
}

/** Whether a condition, or one inside it, takes another path in each dataset. */
export const hasOwnPaths = ({ paths, any, all, not }: SuiteCondition): boolean =>
  paths !== undefined || [...(any ?? []), ...(all ?? []), ...(not ? [not] : [])].some(hasOwnPaths);
