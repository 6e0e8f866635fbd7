import { eventsOf, hasSame, isByDay, isWithin, type Moment, momentOf, own, timesTaken } from './events.js';
import type { Conversion } from './format.js';
import { type LeafPair, leafPairs } from './leaves.js';
import { metricValue, type ValueOf } from './metrics.js';
import { sure } from './refused.js';
import { type Leaf, leavesOf, metricOf, type Scope } from './scope.js';
import { distinctRows, pairsIn } from './simple.js';
import { compareValues, equal, integer, toNumber } from './values.js';

/** A conversion with the base row that it counts for: its place in the base, and when both were. */
interface Match {
  row: number;
  from: number;
  to: number;
}

/** Negative where a is the less likely base row: the earlier one, then the one with the lower key. */
function compareBases(scope: Scope, dataset: string, a: LeafPair, b: LeafPair): number {
  const byTime = compareValues(a.time, b.time);
  if (byTime !== 0) return byTime;
  for (const key of sure(scope.model.datasets[dataset]).primary_key) {
    const [x, y] = [own(a, key), own(b, key)];
    if (!equal(x, y)) return x === null ? -1 : y === null ? 1 : compareValues(x, y);
  }
  return a.row - b.row;
}

/** K3, K4: for each row of the conversion's dataset the base row it counts for, if any. */
function matches(scope: Scope, metric: Conversion, base: Leaf, cut: boolean): Match[] {
  const events = eventsOf(scope, metric.conversion);
  const bases = distinctRows(leafPairs(scope, base).filter((pair) => !cut || pair.reported));
  const byDay = isByDay([...events, ...bases]);
  const at = (pair: LeafPair) => momentOf(scope, pair, byDay);
  const follows = (first: Moment | null, later: Moment | null) =>
    first !== null && later !== null && first.order <= later.order && isWithin(first, later, metric.window);
  return events.flatMap((event) => {
    const candidates = bases.filter(
      (pair) => hasSame(pair, event, [metric.entity, ...metric.constant]) && follows(at(pair), at(event)),
    );
    const latest = candidates.toSorted((a, b) => compareBases(scope, base.metric.dataset, a, b)).at(-1);
    return latest
      ? [{ row: latest.row, from: sure(at(latest) ?? undefined).order, to: sure(at(event) ?? undefined).order }]
      : [];
  });
}

/** K3b: of each base row its first conversion. */
const firstOfEach = (all: readonly Match[]): Match[] => [
  ...new Map(all.toSorted((a, b) => b.to - a.to).map((match) => [match.row, match])).values(),
];

export const conversionValue: ValueOf<Conversion> = (scope, metric, filters, cell, when) => {
  const base = sure(leavesOf(scope.model, metric.base, filters)[0]);
  const inCell = pairsIn(scope, base, cell, when);
  scope.onRead?.(inCell);
  if (metric.calculation === 'count' && inCell.length === 0) {
    const conversion = metricOf(scope.model, metric.conversion);
    return conversion.kind === 'simple' && conversion.empty === 0 ? integer(0) : null;
  }
  const rows = new Set(inCell.map(({ row }) => row));
  const matched = matches(scope, metric, base, when.cut).filter(({ row }) => rows.has(row));
  const counted = metric.counts === 'bases' ? firstOfEach(matched) : matched;
  if (metric.time)
    return timesTaken(
      counted.map(({ from, to }) => [from, to]),
      metric.time,
    );
  if (metric.calculation === 'count') return integer(counted.length);
  const all = metric.counts === 'bases' ? integer(rows.size) : metricValue(scope, metric.base, filters, cell, when);
  return all === null || toNumber(all) === 0 ? null : counted.length / toNumber(all);
};
