import { add, GRAINS, isBelowDay, truncate } from './calendar.js';
import { atoms, holds } from './conditions.js';
import type { Condition, Query, Range } from './format.js';
import { METRIC_TIME } from './paths.js';
import { Refused } from './refused.js';
import type { Scope, WallRange } from './scope.js';
import { begunUnit, isGrain, moveUnits, typeOfGrain } from './spines.js';
import { cut, wallMicros } from './times.js';
import { type Day, MICROS_PER_DAY, parseDay, parseStamp, Stamp, type Value } from './values.js';
import { toWall } from './zones.js';

const isOnMetricTime = (condition: Condition): boolean =>
  atoms([condition]).every((c) => !('metric' in c) && c.path === METRIC_TIME);

/** Parts the AND-list of `where` into conditions on rows and conditions that say which periods are reported (T10). */
export function partWhere(where: readonly Condition[]): { rows: Condition[]; times: Condition[] } {
  const flat = where.flatMap((c): Condition[] => {
    if (!('all' in c)) return [c];
    const inner = partWhere(c.all);
    return [...inner.rows, ...inner.times];
  });
  return { rows: flat.filter((c) => !isOnMetricTime(c)), times: flat.filter(isOnMetricTime) };
}

/** The range on the wall clock of the query's zone (T6, T7). */
export function wallRange(scope: Pick<Scope, 'model' | 'zone'>, range: Range, now: Query['now']): WallRange {
  if ('through' in range) {
    return { from: wallMicros(parseDay(range.from)), to: wallMicros(parseDay(range.through)) + MICROS_PER_DAY };
  }
  if ('to' in range) return { from: parseStamp(range.from).micros, to: parseStamp(range.to).micros };
  const [grain, first, count] =
    'last' in range ? [range.last.grain, -range.last.count, range.last.count] : [range.this, 0, 1];
  if (now === undefined) throw new Refused('NO_CLOCK', 'a relative range needs now');
  if (!isGrain(scope.model, grain)) throw new Refused('UNKNOWN_GRAIN', grain);
  const unit = begunUnit(scope.model, toWall(scope.zone, parseStamp(now).micros), grain);
  const from = unit === undefined ? undefined : moveUnits(scope.model, unit, first, grain);
  const to = from === undefined ? undefined : moveUnits(scope.model, from, count, grain);
  if (from === undefined || to === undefined) throw new Refused('OUTSIDE_SPINE', `the spine has no such ${grain}`);
  return { from, to };
}

function passesConditions(scope: Scope, wall: Value): boolean {
  return holds(scope.timeConditions, {
    dimension: (_, grain = 'day') => ({ value: cut(scope.model, wall, grain), type: typeOfGrain(scope.model, grain) }),
    metric: () => undefined,
  });
}

/** Is a moment on the wall clock reported? NULL lies in no range and passes no condition (T3). */
export function isReported(scope: Scope, wall: Day | Stamp | null): boolean {
  if (scope.range) {
    if (wall === null) return false;
    const micros = wallMicros(wall);
    if (micros < scope.range.from || micros >= scope.range.to) return false;
  }
  return scope.timeConditions.length === 0 || (wall !== null && passesConditions(scope, wall));
}

/** Do the conditions on metric_time let any moment of [low, high) on the wall clock through? */
export function anyMomentPasses(scope: Scope, low: number, high: number): boolean {
  if (scope.timeConditions.length === 0) return true;
  const grains = atoms(scope.timeConditions).map((c) => ('grain' in c ? (c.grain ?? 'day') : 'day'));
  const step = GRAINS.find((grain) => isBelowDay(grain) && grains.includes(grain)) ?? 'day';
  for (let at = truncate(low, step); at < high; at = add(at, 1, step)) {
    if (passesConditions(scope, new Stamp(at))) return true;
  }
  return false;
}
