import type { DataType } from '../expressions/data-type.js';
import type { Dataset, Described, Dimension, Model } from '../model/model.js';

export interface ReachableDimension {
  readonly path: string;
  readonly dimension: Dimension;
  readonly type: DataType;
  readonly described: Described;
}

/** Enough for a list that people read, and a bound for models whose links run in circles. */
const MOST_PATHS = 2_000;

/** Dimensions that every one of these datasets reaches by the same path, nearest first, over at most `depth` links. */
export function dimensionsOf(model: Model, datasets: readonly string[], depth = 3): readonly ReachableDimension[] {
  const [first, ...others] = datasets;
  if (first === undefined) return [];
  const rest = others.map((dataset) => new Map(reach(model, dataset, depth).map((found) => [found.path, found.type])));
  return reach(model, first, depth).filter(({ path, type }) => rest.every((paths) => paths.get(path) === type));
}

/** Breadth first over the links that a request can take; no link twice in a path, so a circle is walked once. */
function reach(model: Model, from: string, depth: number): ReachableDimension[] {
  const found: ReachableDimension[] = [];
  let front: { readonly dataset: Dataset | undefined; readonly way: readonly string[] }[] = [
    { dataset: model.datasets.get(from), way: [] },
  ];
  for (let step = 0; step <= depth && front.length > 0; step++) {
    const next: typeof front = [];
    for (const { dataset, way } of front) {
      for (const dimension of dataset?.dimensions.values() ?? []) {
        if (found.length >= MOST_PATHS) return found;
        if (!dimension.hidden)
          found.push({
            path: [...way, dimension.name].join('.'),
            dimension,
            type: dimension.type,
            described: dimension,
          });
      }
      for (const link of dataset?.links.values() ?? [])
        if (link.kind === 'many_to_one' && link.during === null && !way.includes(link.name))
          next.push({ dataset: model.datasets.get(link.to), way: [...way, link.name] });
    }
    front = next.slice(0, 500);
  }
  return found;
}
