import { eventsOf, hasSame, isByDay, isWithin, type Moment, momentOf, own, timesTaken } from './events.js';
import type { Funnel } from './format.js';
import type { LeafPair } from './leaves.js';
import type { ValueOf } from './metrics.js';
import { sure } from './refused.js';
import { leavesOf, type Scope } from './scope.js';
import { distinctRows, pairsIn } from './simple.js';
import { integer, keyOf } from './values.js';

/** K4a, K4b: when a path reached each step; of a step that it did not reach there is none. */
function pathFrom(
  scope: Scope,
  metric: Funnel,
  start: LeafPair,
  later: readonly LeafPair[][],
  byDay: boolean,
): Moment[] {
  const first = momentOf(scope, start, byDay);
  if (first === null) return [];
  const path = [first];
  for (const events of later) {
    const before = sure(path.at(-1));
    const [next] = events
      .filter((event) => hasSame(start, event, [metric.entity, ...metric.constant]))
      .flatMap((event) => momentOf(scope, event, byDay) ?? [])
      .filter(({ order }) => order >= before.order)
      .toSorted((a, b) => a.order - b.order);
    if (!next || !isWithin(first, next, metric.window)) break;
    path.push(next);
  }
  return path;
}

interface Path {
  entity: string;
  moments: Moment[];
}

const reaches = ({ moments }: Path, step: number): boolean => step === 0 || moments.length > step;

/** Each entity on the first of its paths, of several at one time on the shortest. */
function firstOfEach(paths: readonly Path[], { step, from }: Funnel): Path[] {
  const at = (path: Path, place: number): number => sure(path.moments[place]).order;
  const rest = (a: Path, b: Path) => at(a, 0) - at(b, 0) || at(a, step) - at(b, step) || at(b, from) - at(a, from);
  return [...new Map(paths.toSorted((a, b) => rest(b, a)).map((path) => [path.entity, path])).values()];
}

export const funnelValue: ValueOf<Funnel> = (scope, metric, filters, cell, when) => {
  const first = sure(leavesOf(scope.model, sure(metric.steps[0]), filters)[0]);
  const inCell = pairsIn(scope, first, cell, when);
  scope.onRead?.(inCell);
  const starts = distinctRows(inCell).filter((pair) => own(pair, metric.entity) !== null);
  const later = metric.steps.slice(1).map((step) => eventsOf(scope, step));
  const byDay = metric.steps.some((step) => isByDay(eventsOf(scope, step)));
  const paths = starts.map((start) => ({
    entity: keyOf(own(start, metric.entity)),
    moments: pathFrom(scope, metric, start, later, byDay),
  }));
  const { counts, step, from, time } = metric;
  const arrived = paths.filter((path) => reaches(path, step));
  if (time) {
    const timed = counts === 'entities' ? firstOfEach(arrived, metric) : arrived;
    return timesTaken(
      timed.map(({ moments }) => [sure(moments[from]).order, sure(moments[step]).order]),
      time,
    );
  }
  const size = (some: readonly Path[]) =>
    counts === 'entities' ? new Set(some.map(({ entity }) => entity)).size : some.length;
  if (metric.calculation === 'count') return integer(size(arrived));
  const all = size(paths.filter((path) => reaches(path, from)));
  return all === 0 ? null : size(arrived) / all;
};
