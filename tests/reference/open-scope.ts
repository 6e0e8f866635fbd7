import { isBelowDay } from './calendar.js';
import type { Model, Query } from './format.js';
import { METRIC_TIME } from './paths.js';
import { Refused } from './refused.js';
import { partWhere, wallRange } from './reported.js';
import type { Scope } from './scope.js';
import { isZone } from './zones.js';

/** What a question within a question takes over: the moments that stand for now and for the day of histories. */
export const asOf = ({ now, valid_at }: Query): Pick<Query, 'now' | 'valid_at'> => ({
  ...(now !== undefined && { now }),
  ...(valid_at !== undefined && { valid_at }),
});

/** Prepares a query: repetitions fall away (R3), its times are found, its conditions parted (T10). */
export function openScope(model: Model, query: Query): Scope {
  const zone = query.timezone ?? 'UTC';
  if (!isZone(zone)) throw new Refused('UNKNOWN_ZONE', zone);
  const dimensions = [...new Map(query.dimensions.map((d) => [JSON.stringify(d), d])).values()];
  if (new Set(dimensions.map((d) => d.as)).size < dimensions.length) {
    throw new Refused('DUPLICATE_COLUMN', 'two dimensions of one name');
  }
  const times = dimensions.flatMap((d, i) => (d.path === METRIC_TIME ? [i] : []));
  const [index, ...others] = times;
  const time = index === undefined ? undefined : dimensions[index];
  const isMain = index !== undefined && others.length === 0 && time?.grain !== undefined && time.part === undefined;
  const { rows, times: timeConditions } = partWhere(query.where ?? []);
  return {
    model,
    query,
    zone,
    dimensions,
    times,
    ...(isMain && {
      main: { index, grain: time.grain ?? '', onInstants: time.instants === true && isBelowDay(time.grain ?? '') },
    }),
    ...(query.range && { range: wallRange({ model, zone }, query.range, query.now) }),
    rowConditions: rows,
    timeConditions,
    ranked: new Map(),
    pairs: new Map(),
    periods: new Map(),
    entities: new Map(),
  };
}
