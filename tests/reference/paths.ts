import type { Link, Model, Place } from './format.js';
import { Refused, sure } from './refused.js';

/** A path walked through the definitions: the links on the way, and the dimension at its end. */
export interface Walk {
  links: { prefix: string; parent: string; link: Link }[];
  dimension: string;
  type: string;
  /** The row's own column that stands for the key behind a single plain link (J7). */
  own?: string;
}

export const METRIC_TIME = 'metric_time';

export function pathFor(place: Place, dataset: string): string {
  const path = place.path ?? place.paths?.[dataset];
  if (path === undefined) throw new Refused('UNREACHABLE_DIMENSION', `no path from ${dataset}`);
  return path;
}

/** @throws Refused for unknown links and dimensions (R1, R2) */
export function walk(model: Model, dataset: string, path: string): Walk {
  const steps = path.split('.');
  const dimension = sure(steps.pop());
  const links: Walk['links'] = [];
  let here = dataset;
  for (const [i, step] of steps.entries()) {
    const link = model.datasets[here]?.links[step];
    if (!link) throw new Refused('UNKNOWN_LINK', `${here} has no link ${step}`);
    links.push({ prefix: steps.slice(0, i + 1).join('.'), parent: steps.slice(0, i).join('.'), link });
    here = link.to;
  }
  const found = model.datasets[here]?.dimensions[dimension];
  if (!found) throw new Refused('UNKNOWN_DIMENSION', `${here} has no dimension ${dimension}`);
  const own = ownColumnFor(model, links, dimension);
  return { links, dimension, type: found.type, ...(own !== undefined && { own }) };
}

function ownColumnFor(model: Model, links: Walk['links'], dimension: string): string | undefined {
  const link = links[0]?.link;
  if (links.length !== 1 || !link || link.kind !== 'many_to_one' || link.join !== 'left') return undefined;
  if (link.default !== undefined || link.during) return undefined;
  if (!model.datasets[link.to]?.primary_key.includes(dimension)) return undefined;
  return link.on.find(([, its]) => its === dimension)?.[0];
}
