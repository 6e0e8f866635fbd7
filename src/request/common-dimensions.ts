import type { DataType } from '../expressions/data-type.js';
import type { Dataset, Described, Dimension, Link, Metric, Model } from '../model/model.js';
import { timesOf } from './metric-time.js';

export interface ReachableDimension {
  readonly path: string;
  readonly dimension: Dimension;
  readonly type: DataType;
  readonly described: Described;
}

/** Enough for a list that people read, and a bound for models whose links run in circles. */
const MOST_PATHS = 2_000;
const MOST_WAYS = 500;
const FAR = 3;

/** Dimensions that all of these metrics have, by the same path. */
export function dimensionsOfMetrics(model: Model, metrics: readonly Metric[]): readonly ReachableDimension[] {
  const untimed = timesOf(model, metrics).flatMap(({ dataset, type }) => (type === null ? [dataset] : []));
  return dimensionsOf(model, [...new Set(metrics.flatMap(({ datasets }) => datasets))], FAR, untimed);
}

/**
 * Dimensions that every one of these datasets reaches by the same path, nearest first, over at most `depth` links.
 * @param untimed those whose rows have no time, and so no link that holds for a time
 */
export function dimensionsOf(
  model: Model,
  datasets: readonly string[],
  depth = FAR,
  untimed = datasets.filter((dataset) => model.datasets.get(dataset)?.time === null),
): readonly ReachableDimension[] {
  const [first, ...others] = datasets.map((dataset) => reach(model, dataset, depth, !untimed.includes(dataset)));
  if (first === undefined) return [];
  const rest = others.map((found) => new Map(found.map(({ path, type }) => [path, type])));
  return first.filter(({ path, type }) => rest.every((paths) => paths.get(path) === type));
}

/** The links taken, and the datasets that they have passed. */
interface Way {
  readonly dataset: Dataset;
  readonly links: readonly Link[];
  readonly passed: readonly string[];
}

/** Breadth first over the links that a request can take. */
function reach(model: Model, from: string, depth: number, hasTime: boolean): ReachableDimension[] {
  const start = model.datasets.get(from);
  const found: ReachableDimension[] = [];
  let front: readonly Way[] = start ? [{ dataset: start, links: [], passed: [start.name] }] : [];
  for (let step = 0; step <= depth && front.length > 0; step++) {
    const next: Way[] = [];
    for (const way of front) {
      for (const dimension of way.dataset.dimensions.values()) {
        if (found.length >= MOST_PATHS) return found;
        if (dimension.hidden) continue;
        const path = [...way.links.map(({ name }) => name), dimension.name].join('.');
        found.push({ path, dimension, type: dimension.type, described: dimension });
      }
      for (const link of way.dataset.links.values()) {
        const dataset = model.datasets.get(link.to);
        const canTake =
          (link.during?.asOf !== 'event' || hasTime) && (link.kind === 'many_to_one' || start?.key.length !== 0);
        if (dataset && canTake && !runsInCircle(way, link))
          next.push({ dataset, links: [...way.links, link], passed: [...way.passed, dataset.name] });
      }
    }
    front = next.slice(0, MOST_WAYS);
  }
  return found;
}

/** No link twice; and what has gone to many rows, or is about to, does not come back to where it was. */
function runsInCircle({ links, passed }: Way, link: Link): boolean {
  if (links.some(({ name }) => name === link.name)) return true;
  return [...links, link].some(({ kind }) => kind === 'one_to_many') && passed.includes(link.to);
}
