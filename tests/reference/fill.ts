import { GRAINS, isBelowDay, isStandard, microsOfGrain } from './calendar.js';
import type { Query, Spine } from './format.js';
import type { Group } from './groups.js';
import { combinationsBefore } from './last.js';
import type { LeafPair } from './leaves.js';
import { metricValue } from './metrics.js';
import { type Period, periodAt } from './periods.js';
import { open, Refused, sure } from './refused.js';
import { anyMomentPasses } from './reported.js';
import { type MainTime, metricOf, type Scope, type WallRange } from './scope.js';
import { customUnits, isFiner, momentsOf, moveUnits, startOf } from './spines.js';
import { instantOf } from './times.js';
import { keyOf, keyOfAll, MICROS_PER_DAY, type Value } from './values.js';
import { toUtc, toWall } from './zones.js';

/** How an answer is filled: as asked, or for a dense metric by metric_time with `empty` (D2). */
export function fillOf({ model, query, times, dimensions }: Scope): Query['fill'] {
  const byTime = times.some((i) => dimensions[i]?.part === undefined);
  if (!byTime) return undefined;
  const isDense = (name: string) => {
    const metric = metricOf(model, name);
    return metric.kind === 'simple' && metric.dense === true;
  };
  return query.fill ?? (query.metrics.some(isDense) ? 'empty' : undefined);
}

/** Moments on the time axis, at least one in each period that the range touches. */
function momentsInRange(scope: Scope, { grain, onInstants }: MainTime, range: WallRange): number[] {
  const moments: number[] = [];
  if (!isStandard(grain)) {
    const days = customUnits(scope.model, grain).flatMap((unit) => unit.days.map((day) => day * MICROS_PER_DAY));
    return days.filter((day) => day + MICROS_PER_DAY > range.from && day < range.to);
  }
  if (isBelowDay(grain)) {
    // Through UTC, so that an hour that the clocks skip does not appear.
    const to = toUtc(scope.zone, range.to);
    for (let utc = instantOf(scope.zone, toUtc(scope.zone, range.from), grain); utc < to; utc += microsOfGrain(grain)) {
      moments.push(onInstants ? utc : toWall(scope.zone, utc));
    }
    return moments;
  }
  let at = sure(startOf(scope.model, range.from, grain));
  for (; at < range.to; at = sure(moveUnits(scope.model, at, 1, grain))) moments.push(at);
  return moments;
}

/** The spine that periods of a grain come from: the coarsest that is not coarser than the grain, else the finest. */
function spineFor(scope: Scope, grain: string): Spine {
  const { spines } = scope.model;
  if (!isStandard(grain)) return sure(spines.find((spine) => spine.grains.includes(grain)));
  const sorted = spines.toSorted((a, b) => GRAINS.indexOf(b.grain) - GRAINS.indexOf(a.grain));
  const spine = sorted.find((s) => GRAINS.indexOf(s.grain) <= GRAINS.indexOf(grain)) ?? sorted.at(-1);
  if (!spine) throw new Refused('NO_PERIODS', 'filling needs a range or a spine');
  return spine;
}

function momentsOfSpine(scope: Scope, main: MainTime): number[] {
  const spine = spineFor(scope, main.grain);
  const moments = momentsOf(scope.model, spine);
  if (!isStandard(main.grain) || !isFiner(scope.model, main.grain, spine.grain)) return moments;
  return moments.flatMap((from) =>
    momentsInRange(scope, main, { from, to: sure(moveUnits(scope.model, from, 1, spine.grain)) }),
  );
}

/** D1a: all periods from the first to the last in which there are rows. */
function momentsOfData(scope: Scope, main: MainTime, groups: readonly Group[]): number[] {
  const filled = groups.flatMap(({ period }) => (period && period.start !== null ? [period] : []));
  if (filled.length === 0) return [];
  const [low, high] = [Math.min(...filled.map((p) => p.low)), Math.max(...filled.map((p) => p.high))];
  const wall = (axis: number) => (main.onInstants ? toWall(scope.zone, axis) : axis);
  const day = MICROS_PER_DAY;
  const moments = momentsInRange(scope, main, { from: wall(low) - day, to: wall(high) + day });
  return moments.filter((at) => {
    const { start } = periodAt(scope, main, at);
    return start !== null && start >= low && start < high;
  });
}

export function periodsToFill(scope: Scope, main: MainTime, groups: readonly Group[]): Period[] {
  const moments = scope.range
    ? momentsInRange(scope, main, scope.range)
    : scope.model.spines.length > 0
      ? momentsOfSpine(scope, main)
      : momentsOfData(scope, main, groups);
  const periods = new Map(
    moments.map((at) => periodAt(scope, main, at)).map((period) => [keyOf(period.shown), period]),
  );
  const wall = (axis: number) => (main.onInstants ? toWall(scope.zone, axis) : axis);
  return [...periods.values()].filter(
    (period) =>
      period.start !== null && anyMomentPasses(scope, wall(period.low), wall(period.low) + period.high - period.low),
  );
}

/** D1: adds the groups that are missing so that each combination of the other dimensions has each period. */
export function filled(scope: Scope, groups: Group[]): Group[] {
  const main = scope.main;
  if (!main) throw open('filling by several dimensions of time');
  const periods = periodsToFill(scope, main, groups);
  const anywhere = scope.dimensions.map(() => undefined);
  const combinations = new Map<string, Value[]>();
  const others = (values: readonly Value[]) => values.map((value, i) => (i === main.index ? null : value));
  const note = (pairs: LeafPair[]) => {
    for (const pair of pairs) combinations.set(keyOfAll(others(pair.values)), others(pair.values));
  };
  if (scope.dimensions.length === 1) combinations.set('', [null]);
  else {
    for (const name of scope.query.metrics) {
      for (const period of periods) {
        metricValue({ ...scope, onRead: note }, name, [], anywhere, { cut: true, within: period });
      }
    }
    if (fillOf(scope) === 'last')
      for (const values of combinationsBefore(scope, periods)) combinations.set(keyOfAll(values), values);
  }
  const present = new Set(groups.map((group) => keyOfAll(group.values)));
  const added = [...combinations.values()].flatMap((combination) =>
    periods.map((period): Group => {
      const values = combination.map((value, i) => (i === main.index ? period.shown : value));
      return { values, period, added: true };
    }),
  );
  return [...groups, ...added.filter((group) => !present.has(keyOfAll(group.values)))];
}
