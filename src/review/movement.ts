import type { Metric } from '../model/model.js';
import { meaningOf } from './meaning.js';
import { fingerprintsOf } from './probes.js';
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
  const planned = pairs.flatMap(([was, is]) =>
    fingerprintsOf(before.model, was) === fingerprintsOf(after.model, is) ? [] : [is.name],
  );
  return { moved: new Set([...own, ...planned]), isOwn: (metric) => own.has(metric) };
}
