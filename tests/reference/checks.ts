import { atoms } from './conditions.js';
import type { Condition, Model, Place, Query } from './format.js';
import { METRIC_TIME, pathFor, walk } from './paths.js';
import { Refused } from './refused.js';
import { leavesOf, metricOf, type Scope } from './scope.js';
import { isGrain } from './spines.js';

const TEXT_OPS = ['contains', 'starts_with', 'ends_with'];

/** The type at the end of a place, from a dataset whose metric_time is `time`. */
function typeAt(model: Model, dataset: string, time: string | undefined, place: Place): string {
  const path = pathFor(place, dataset);
  if (path !== METRIC_TIME) return walk(model, dataset, path).type;
  if (time === undefined) throw new Refused('NO_METRIC_TIME', `${dataset} has no time`);
  return walk(model, dataset, time).type;
}

function checkGrain(model: Model, grain: string, type: string): void {
  if (!isGrain(model, grain)) throw new Refused('UNKNOWN_GRAIN', grain);
  if (type !== 'date' && type !== 'timestamp') throw new Refused('NOT_A_TIME', `${type} has no grain`);
}

function checkCondition(model: Model, condition: Condition, dataset: string, time: string | undefined): void {
  for (const atom of atoms([condition])) {
    if ('metric' in atom) {
      if (atom.per === undefined) throw new Refused('NO_PER', 'a metric in a condition on rows needs per');
      walk(model, dataset, atom.per);
      for (const leaf of leavesOf(model, atom.metric)) walk(model, leaf.metric.dataset, atom.per);
      continue;
    }
    const type = typeAt(model, dataset, time, atom);
    if (atom.grain !== undefined) checkGrain(model, atom.grain, type);
    if (TEXT_OPS.includes(atom.op) && type !== 'text') throw new Refused('NOT_TEXT', `${atom.op} on ${type}`);
  }
}

/** Metrics of a query, asked for or only ordered, ranked or filtered by. */
export function metricsOf(query: Query, columns: readonly string[]): string[] {
  const having = atoms(query.having ?? []).map((atom) => {
    if (!('metric' in atom)) throw new Refused('NOT_A_METRIC', 'having speaks of metrics only');
    return atom.metric;
  });
  const order = (query.order ?? []).map(({ by }) => by).filter((by) => !columns.includes(by));
  return [...new Set([...query.metrics, ...having, ...order, ...(query.top ? [query.top.by] : [])])];
}

/** R1, R2: every name is known, and every dimension and condition is reached from every dataset. */
export function check(scope: Scope): void {
  const { model, query, dimensions } = scope;
  const columns = dimensions.map((d) => d.as);
  const metrics = metricsOf(query, columns);
  for (const name of metrics) metricOf(model, name);
  const sources = metrics.flatMap((name) =>
    leavesOf(model, name).map(({ metric }) => ({
      dataset: metric.dataset,
      time: metric.time ?? model.datasets[metric.dataset]?.time,
    })),
  );
  if (query.metrics.length === 0) {
    if (query.dataset === undefined || !model.datasets[query.dataset])
      throw new Refused('UNKNOWN_DATASET', query.dataset ?? '');
    if (dimensions.length === 0) throw new Refused('NOTHING_ASKED', 'neither metrics nor dimensions');
    sources.push({ dataset: query.dataset, time: model.datasets[query.dataset]?.time });
  }
  for (const { dataset, time } of sources) {
    for (const dimension of dimensions) {
      const type = typeAt(model, dataset, time, dimension);
      if (dimension.grain !== undefined) checkGrain(model, dimension.grain, type);
      if (dimension.part !== undefined) checkGrain(model, 'day', type);
    }
    for (const condition of query.where ?? []) checkCondition(model, condition, dataset, time);
    for (const segment of query.segments ?? []) {
      if (!model.datasets[dataset]?.segments[segment]) throw new Refused('UNKNOWN_SEGMENT', `${dataset}: ${segment}`);
    }
    if (query.range && time === undefined) throw new Refused('NO_METRIC_TIME', `${dataset} has no time`);
  }
  if (query.top && !columns.includes(query.top.dimension)) throw new Refused('UNKNOWN_DIMENSION', query.top.dimension);
}
