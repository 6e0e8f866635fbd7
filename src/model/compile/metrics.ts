import type { DatasetDefinition, Definitions, FilterText, MetricDefinition } from '../../definitions/definitions.js';
import type { Scalar } from '../../expressions/scalar.js';
import { didYouMean } from '../../problems/did-you-mean.js';
import { isSamePlace, type Place, type Problem } from '../../problems/problem.js';
import type { Dataset, Filter, Metric, Model } from '../model.js';
import type { Datasets } from '../path.js';
import type { Problems } from '../problems.js';
import { nameProblem } from './aliases.js';
import type { Kept, World } from './kept.js';
import { compileConversion } from './kinds/conversion.js';
import { compileCumulative } from './kinds/cumulative.js';
import { compileExpressionMetric } from './kinds/expression.js';
import { compileFunnel } from './kinds/funnel.js';
import { compileMultiStage } from './kinds/multi-stage.js';
import { compileRank } from './kinds/rank.js';
import { compileRatio } from './kinds/ratio.js';
import { compileShare } from './kinds/share.js';
import { type MetricContext, Refused } from './metric-context.js';
import { bindCondition, isScalar } from './scope.js';

interface Entry {
  readonly definition: MetricDefinition;
  readonly dataset: Dataset;
}

/** Metrics are compiled on demand, so that one may use another of any file, whatever the order. */
export function compileMetrics(
  model: Model,
  definitions: Definitions,
  today: string,
  problems: Problems,
  kept: Kept,
): Pick<Model, 'metrics' | 'aliases' | 'refused'> {
  const entries = gather(model, definitions.datasets, problems);
  const aliases = gatherAliases(entries, problems);
  const metrics = new Map<string, Metric>();
  const refused = new Map<string, Problem>();
  const customGrains = model.spines.flatMap((spine) => spine.grains);
  const underWay: string[] = [];

  const compiled = (name: string): Metric | Problem | undefined => {
    const done = metrics.get(name) ?? refused.get(name);
    const entry = entries.get(name);
    if (done !== undefined || entry === undefined) return done;
    if (underWay.includes(name)) {
      const circle = [...underWay.slice(underWay.indexOf(name)), name].join(' → ');
      return {
        code: 'METRIC_CYCLE',
        at: entry.definition.name.at,
        message: `Metrics are defined through one another in a circle: ${circle}.`,
        hint: 'Break the circle at one of them.',
      };
    }
    underWay.push(name);
    try {
      const metric = kept.metric(entry.definition, world, (noted) => compileMetric(entry, contextIn(noted, entry)));
      metrics.set(name, metric);
      return metric;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      refused.set(name, error.problem);
      problems.addOnce(error.problem); // a circle is told of each metric in it
      return error.problem;
    } finally {
      underWay.pop();
    }
  };

  const world: World = {
    dataset: (name) => model.datasets.get(name),
    metric: (name) => compiled(entries.has(name) ? name : (aliases.get(name) ?? name)),
    isMetric: (name) => entries.has(name) || aliases.has(name),
    isCustomGrain: (name) => customGrains.includes(name),
    warn: (warning) => problems.addOnce(warning),
  };

  const contextIn = ({ metric, dataset, warn, ...asked }: World, { dataset: { name: own } }: Entry): MetricContext => {
    const lookUp = (name: string, at: Place): Metric => {
      const found = metric(name);
      if (found === undefined)
        throw new Refused({
          code: 'UNKNOWN_METRIC',
          at,
          message: `There is no metric "${name}".`,
          hint: didYouMean(name, entries.keys()),
        });
      if ('code' in found)
        throw new Refused(
          found.code === 'METRIC_CYCLE'
            ? found
            : { code: found.code, at, message: `"${name}" cannot be used: ${found.message}`, hint: found.hint },
        );
      const named = nameProblem(found, name, at, today);
      if (named !== undefined && named.severity !== 'warning') throw new Refused(named);
      if (named !== undefined) warn(named);
      return found;
    };
    const datasets = { datasets: { get: dataset } };
    const filter = (text: FilterText | undefined, names: readonly string[]): Filter | null =>
      text === undefined ? null : compileFilter(datasets, text, names, lookUp);
    return {
      ...asked,
      model: datasets,
      dataset: dataset(own) as Dataset,
      metric: lookUp,
      metricNames: () => entries.keys(),
      customGrains: () => customGrains,
      filter,
      input: (definition) => {
        const input = lookUp(definition.metric.value, definition.metric.at);
        return {
          metric: input.name,
          where: filter(definition.where, input.datasets),
          offset: definition.offset?.value ?? null,
          atStartOf: definition.atStartOf?.value ?? null,
        };
      },
    };
  };

  for (const name of entries.keys()) compiled(name);
  return { metrics: inOrder(entries, metrics), aliases, refused };
}

/** Metric names are one namespace for the whole project. */
function gather(model: Model, datasets: readonly DatasetDefinition[], problems: Problems): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  for (const definition of datasets) {
    const dataset = model.datasets.get(definition.name.value);
    if (dataset === undefined || !isSamePlace(dataset.at, definition.name.at)) continue;
    for (const metric of definition.metrics) {
      if (problems.firstOf('metric', metric.name, entries.get(metric.name.value)?.definition.name.at))
        entries.set(metric.name.value, { definition: metric, dataset });
    }
  }
  return entries;
}

/** Former names are of the same namespace: none may be another metric's, of today or before. */
function gatherAliases(entries: ReadonlyMap<string, Entry>, problems: Problems): Map<string, string> {
  const found = new Map<string, string>();
  const taken = new Map<string, Place>([...entries].map(([name, { definition }]) => [name, definition.name.at]));
  for (const { definition } of entries.values())
    for (const { name } of definition.aliases) {
      if (!problems.firstOf('metric', name, taken.get(name.value))) continue;
      taken.set(name.value, name.at);
      found.set(name.value, definition.name.value);
    }
  return found;
}

const inOrder = (entries: ReadonlyMap<string, Entry>, metrics: ReadonlyMap<string, Metric>): Map<string, Metric> =>
  new Map([...entries.keys()].flatMap((name) => (metrics.has(name) ? [[name, metrics.get(name) as Metric]] : [])));

function compileMetric({ definition }: Entry, context: MetricContext): Metric {
  switch (definition.kind) {
    case 'expression':
      return compileExpressionMetric(definition, context);
    case 'ratio':
      return compileRatio(definition, context);
    case 'cumulative':
      return compileCumulative(definition, context);
    case 'conversion':
      return compileConversion(definition, context);
    case 'funnel':
      return compileFunnel(definition, context);
    case 'share':
      return compileShare(definition, context);
    case 'rank':
      return compileRank(definition, context);
    case 'multi_stage':
      return compileMultiStage(definition, context);
  }
}

/** One text holds for every dataset below the metric, or each has its own; all of them must be said. */
function compileFilter(
  model: Datasets,
  text: FilterText,
  datasets: readonly string[],
  lookUp: MetricContext['metric'],
): Filter {
  const filter = new Map<string, Scalar>();
  for (const name of datasets) {
    const dataset = model.datasets.get(name);
    const where = 'all' in text ? text.all : text.each.find((each) => each.dataset.value === name)?.where;
    if (dataset === undefined) continue;
    if (where === undefined)
      throw new Refused({
        code: 'UNKNOWN_DATASET',
        at: 'each' in text ? text.each[0]?.dataset.at : undefined,
        message: `The filter says nothing of the dataset "${name}", which this metric also reads.`,
        hint: `Add "${name}: <condition>", or write one condition for all.`,
      });
    const bound = bindCondition(model, dataset, where, (metric, offset) => lookUp(metric, where.placeOf(offset)));
    if (!isScalar(bound)) throw new Refused(bound);
    filter.set(name, bound);
  }
  if ('each' in text)
    for (const each of text.each)
      if (!datasets.includes(each.dataset.value))
        throw new Refused({
          code: 'UNKNOWN_DATASET',
          at: each.dataset.at,
          message: `This metric does not read the dataset "${each.dataset.value}".`,
          hint: didYouMean(each.dataset.value, datasets),
        });
  return filter;
}
