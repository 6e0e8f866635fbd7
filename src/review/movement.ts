import type { Metric, Model } from '../model/model.js';
import { same } from './comparison.js';
import { meaningOf } from './meaning.js';
import { namesBelow } from './names-below.js';
import { fingerprintsOf } from './probes.js';
import { datasetsFrom } from './reach.js';
import type { Side } from './side.js';

/** Which metrics of both sides compute something else, by their plans and by what they are made of. */
export interface Movement {
  readonly moved: ReadonlySet<string>;
  /** Moved by what the metric itself is compiled to, not by what it stands on alone. */
  readonly isOwn: (metric: string) => boolean;
}

export function movementOf(before: Side, after: Side): Movement {
  const pairs = [...after.model.metrics.values()].flatMap((is): [Metric, Metric][] => {
    const was = before.model.metrics.get(is.name);
    return was === undefined ? [] : [[was, is]];
  });
  const own = new Set(pairs.flatMap(([was, is]) => (meaningOf(was) === meaningOf(is) ? [] : [is.name])));
  const mayMove = standsOnChanges(before.model, after.model, own);
  const planned = pairs.flatMap(([was, is]) =>
    mayMove(is) && fingerprintsOf(before.model, was) !== fingerprintsOf(after.model, is) ? [is.name] : [],
  );
  return { moved: new Set([...own, ...planned]), isOwn: (metric) => own.has(metric) };
}

/** Spares the plans of metrics below which nothing is another: no metric, no dataset that links lead to, no calendar. */
function standsOnChanges(before: Model, after: Model, own: ReadonlySet<string>): (metric: Metric) => boolean {
  if (!same(before.spines, after.spines)) return () => true;
  const names = [...after.datasets.keys()];
  const changed = new Set(names.filter((name) => !same(before.datasets.get(name), after.datasets.get(name))));
  const rows = new Set(
    names.filter((name) => [...datasetsFrom(after, name, Number.POSITIVE_INFINITY)].some((each) => changed.has(each))),
  );
  const known = new Map<string, boolean>();
  const isAbove = (metric: Metric): boolean => {
    const found = known.get(metric.name);
    if (found !== undefined) return found;
    const below = namesBelow(metric).flatMap((name) => after.metrics.get(name) ?? []);
    const is = own.has(metric.name) || metric.datasets.some((name) => rows.has(name)) || below.some(isAbove);
    known.set(metric.name, is);
    return is;
  };
  return isAbove;
}
