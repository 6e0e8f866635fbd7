import type { ViewDefinition } from '../../definitions/definitions.js';
import { didYouMean, listNames } from '../../problems/did-you-mean.js';
import { isPast, metricNamed } from '../aliases.js';
import { METRIC_TIME, type Metric, type Model, type View, type ViewDimension } from '../model.js';
import { findPath, isProblem } from '../path.js';
import type { Problems } from '../problems.js';
import { checkName } from './aliases.js';
import { described, lifecycle } from './dataset.js';

/** A view names metrics and a path for each of their datasets. What is wrong with it is left out and reported. */
export function compileView(model: Model, definition: ViewDefinition, today: string, problems: Problems): View {
  const metrics: string[] = [];
  for (const metric of definition.metrics) {
    const found = metricNamed(model, metric.value);
    if (found !== undefined) {
      checkName(found, metric, today, problems);
      metrics.push(found.name);
    } else if (!model.refused.has(model.aliases.get(metric.value) ?? metric.value))
      problems.add({
        code: 'UNKNOWN_METRIC',
        at: metric.at,
        message: `View "${definition.name.value}" names the metric "${metric.value}", which is not defined.`,
        hint: didYouMean(metric.value, model.metrics.keys()),
      });
  }
  const datasets = [...new Set(metrics.flatMap((metric) => model.metrics.get(metric)?.datasets ?? []))];
  const dimensions = new Map<string, ViewDimension>();
  for (const dimension of definition.dimensions) {
    const compiled = compileViewDimension(model, definition, dimension, datasets, problems);
    if (compiled !== null) dimensions.set(compiled.name, compiled);
  }
  return {
    name: definition.name.value,
    ...described(definition.name.value, definition),
    ...lifecycle(definition),
    metrics,
    formerNames: metrics.flatMap((name) => formerNamesOf(model.metrics.get(name), today)),
    dimensions,
    at: definition.name.at,
  };
}

const formerNamesOf = (metric: Metric | undefined, today: string): readonly string[] =>
  [...(metric?.aliases.keys() ?? [])].filter((name) => metric && !isPast(metric, name, today));

function compileViewDimension(
  model: Model,
  view: ViewDefinition,
  definition: ViewDefinition['dimensions'][number],
  datasets: readonly string[],
  problems: Problems,
): ViewDimension | null {
  const paths = new Map<string, string>();
  let type: ViewDimension['type'] | undefined;
  let description = definition.description ?? null;
  let sound = true;
  const said = Array.isArray(definition.path) ? definition.path : null;
  for (const each of said ?? []) {
    if (datasets.includes(each.dataset.value)) continue;
    sound = false;
    problems.add({
      code: 'UNKNOWN_DATASET',
      at: each.dataset.at,
      message: `No metric of view "${view.name.value}" lives in "${each.dataset.value}".`,
      hint: didYouMean(each.dataset.value, datasets) ?? `Its metrics live in: ${listNames(datasets)}.`,
    });
  }
  for (const dataset of datasets) {
    const text =
      said === null
        ? (definition.path as { value: string; at: ViewDefinition['name']['at'] })
        : said.find((each) => each.dataset.value === dataset)?.path;
    if (text === undefined) continue; // a dimension of some of the view's datasets: asked with the others it is refused by name
    const found = findPath(model, dataset, text.value);
    if (isProblem(found)) {
      sound = false;
      problems.add({ ...found, at: text.at });
      continue;
    }
    if (text.value === METRIC_TIME) {
      sound = false;
      problems.add({ code: 'NAME_CLASH', at: text.at, message: 'metric_time is in every view already.' });
    }
    paths.set(dataset, text.value);
    if (type !== undefined && type !== found.type) {
      sound = false;
      problems.add({
        code: 'TYPE_MISMATCH',
        at: text.at,
        message: `Dimension "${definition.name.value}" is ${type} in one dataset and ${found.type} in "${dataset}".`,
      });
    }
    type = found.type;
    description ??= found.dimension?.description ?? null;
  }
  return sound && type !== undefined ? { name: definition.name.value, paths, type, description } : null;
}
