import type { Model } from '../../model/model.js';
import { findPath, isProblem } from '../../model/path.js';
import type { Review } from '../../review/change.js';
import { type Ask, dimensionsFor } from './numbers.js';

/** Whose values moved first, then the groups by what changed: a few metrics of the same rows stand for all. */
export function asksFor(after: Model, { changes, moved }: Review): readonly Ask[] {
  const values = [...moved].sort().flatMap((name): Ask[] => {
    const metric = after.metrics.get(name);
    return metric === undefined ? [] : [{ metric: name, values: true, dimensions: dimensionsFor(after, metric) }];
  });
  const groups = new Map<string, Set<string>>();
  for (const { class: of, subject, name, breakdowns } of changes) {
    if (of !== 'numbers' || (subject !== 'dimension' && subject !== 'link')) continue;
    for (const metric of breakdowns.slice(0, MOST_OF_ONE)) {
      const path = pathOver(after, metric, name, subject);
      if (path !== null) groups.set(metric, (groups.get(metric) ?? new Set()).add(path));
    }
  }
  return [...values, ...[...groups].map(([metric, paths]): Ask => ({ metric, values: false, dimensions: [...paths] }))];
}

const MOST_OF_ONE = 3;

/** How the metric gets to a dimension that changed, or over a link that did: directly, or by what views offer. */
function pathOver(model: Model, metric: string, name: string, subject: 'dimension' | 'link'): string | null {
  const datasets = model.metrics.get(metric)?.datasets ?? [];
  const [dataset = '', part = ''] = name.split('.');
  const offered = [...model.views.values()].flatMap(({ dimensions }) =>
    [...dimensions.values()].flatMap(({ paths }) => [...paths.values()]),
  );
  const direct = subject === 'dimension' ? [part] : offered.filter((path) => path.startsWith(`${part}.`));
  const candidates = datasets.includes(dataset) ? [...direct, ...offered] : offered;
  return candidates.find((text) => datasets.every((each) => goesOver(model, each, text, dataset, part))) ?? null;
}

function goesOver(model: Model, from: string, text: string, dataset: string, part: string): boolean {
  const path = findPath(model, from, text);
  if (isProblem(path)) return false;
  const passed = [from, ...path.links.map(({ to }) => to)];
  return (
    (passed.at(-1) === dataset && path.dimension?.name === part) ||
    path.links.some((link, index) => passed[index] === dataset && link.name === part)
  );
}
