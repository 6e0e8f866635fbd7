import type { DataType } from '../expressions/data-type.js';
import { didYouMean, listNames } from '../problems/did-you-mean.js';
import { type Problem, ProblemError } from '../problems/problem.js';
import { type Dataset, type Dimension, type Link, METRIC_TIME, type Model } from './model.js';

/** A walk over links from one dataset to a dimension; `metric_time` is a path of one step whose dimension differs by metric. */
export interface DimensionPath {
  readonly dataset: string;
  /** As asked: `member.country.region`. */
  readonly text: string;
  readonly links: readonly Link[];
  /** Null for metric_time. */
  readonly dimension: Dimension | null;
  readonly type: DataType;
}

/** Datasets by name, as far as walks over their links need them. */
export interface Datasets {
  readonly datasets: Pick<Model['datasets'], 'get'>;
}

/** Walks `link.link.dimension` from a dataset, or says which step is unknown and what there is. */
export function findPath(model: Datasets, dataset: string, text: string): DimensionPath | Problem {
  const steps = text.split('.');
  const last = steps.pop() ?? '';
  let here = model.datasets.get(dataset);
  const links: Link[] = [];
  for (const step of steps) {
    const link: Link | undefined = here?.links.get(step);
    if (here === undefined || link === undefined) return unknownLink(here, text, step);
    links.push(link);
    here = model.datasets.get(link.to);
  }
  if (here === undefined) return unknownLink(here, text, last);
  if (last === METRIC_TIME && links.length === 0) {
    const time = here.time === null ? undefined : here.dimensions.get(here.time);
    return { dataset, text, links, dimension: null, type: time?.type ?? 'timestamp' };
  }
  const dimension = here.dimensions.get(last);
  if (dimension === undefined) return unknownDimension(model, here, dataset, text, last);
  return { dataset, text, links, dimension, type: dimension.type };
}

export const isProblem = (found: DimensionPath | Problem): found is Problem => 'code' in found;

export function pathOrRefuse(model: Datasets, dataset: string, text: string, at?: string): DimensionPath {
  const found = findPath(model, dataset, text);
  if (isProblem(found)) throw new ProblemError([{ ...found, path: at }]);
  return found;
}

function unknownLink(from: Dataset | undefined, text: string, step: string): Problem {
  const roles = [...(from?.links.values() ?? [])].filter((link) => link.to === step);
  return {
    code: 'UNKNOWN_LINK',
    message: `"${text}" has no meaning from "${from?.name}": it has no link "${step}".`,
    hint:
      roles.length > 0
        ? `Links have the names of their roles; ${roles.map((role) => `"${role.name}"`).join(' and ')} ${roles.length > 1 ? 'lead' : 'leads'} to "${step}".`
        : (didYouMean(step, from?.links.keys() ?? []) ?? `Its links: ${listNames(from?.links.keys() ?? [])}.`),
  };
}

/** A bare name that lives behind links is ambiguous where several roles lead to it: the hint names the paths. */
function unknownDimension(model: Datasets, here: Dataset, dataset: string, text: string, last: string): Problem {
  const elsewhere = here.name === dataset ? pathsTo(model, here, last) : [];
  if (elsewhere.length > 1)
    return {
      code: 'AMBIGUOUS_DIMENSION',
      message: `"${text}" is not a dimension of "${here.name}", and several paths lead to one of that name.`,
      hint: `Say which: ${listNames(elsewhere, 8)}.`,
    };
  return {
    code: 'UNKNOWN_DIMENSION',
    message: `"${here.name}" has no dimension "${last}".`,
    hint:
      elsewhere[0] !== undefined
        ? `Did you mean "${elsewhere[0]}"?`
        : (didYouMean(last, here.dimensions.keys()) ?? `It has: ${listNames(visible(here))}.`),
  };
}

const visible = (dataset: Dataset): string[] =>
  [...dataset.dimensions.values()].filter((dimension) => !dimension.hidden).map((dimension) => dimension.name);

/** Paths from a dataset to dimensions of that name, shortest first, at most three links far. */
export function pathsTo(model: Datasets, from: Dataset, name: string, depth = 3): string[] {
  const found: string[] = [];
  let front: { dataset: Dataset; way: string }[] = [{ dataset: from, way: '' }];
  for (let step = 0; step <= depth && front.length > 0; step++) {
    const next: typeof front = [];
    for (const { dataset, way } of front) {
      if (dataset.dimensions.has(name)) found.push(way + name);
      for (const link of dataset.links.values()) {
        const to = model.datasets.get(link.to);
        if (to !== undefined) next.push({ dataset: to, way: `${way}${link.name}.` });
      }
    }
    front = next.slice(0, 500);
  }
  return found;
}
