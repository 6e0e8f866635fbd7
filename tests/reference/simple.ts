import { aggregate } from './aggregates.js';
import { parseExpression } from './expressions.js';
import type { Simple } from './format.js';
import { knownAtEnd } from './known.js';
import { type LeafPair, leafPairs } from './leaves.js';
import type { CellValues, ValueOf, When } from './metrics.js';
import { open, sure } from './refused.js';
import type { Leaf, Scope } from './scope.js';
import { compareValues, equal, integer, keyOf, keyOfAll, toNumber, type Value } from './values.js';

/** The pairs of a leaf that belong to a cell. */
export function pairsIn(scope: Scope, leaf: Leaf, cell: CellValues, when: When): LeafPair[] {
  return leafPairs(scope, leaf).filter(
    (pair) =>
      (!when.cut || pair.reported) &&
      (when.within === undefined || when.within.contains(pair.axis)) &&
      pair.values.every((value, i) => i === scope.main?.index || cell[i] === undefined || equal(value, cell[i])),
  );
}

/** Each row once, however many pairs it has (J10). */
export const distinctRows = (pairs: readonly LeafPair[]): LeafPair[] => [
  ...new Map(pairs.map((pair) => [pair.row, pair])).values(),
];

export const simpleValue: ValueOf<Simple> = (scope, metric, filters, cell, asked, name) => {
  const leaf = { name, metric, filters };
  if (metric.semi_additive?.take === 'average') return averageValue(scope, leaf, cell, asked);
  const when = metric.semi_additive?.fill_forward === undefined ? asked : knownAtEnd(scope, metric, asked);
  const pairs = pairsIn(scope, leaf, cell, when);
  scope.onRead?.(pairs);
  if (pairs.length === 0) return metric.empty === 0 ? integer(0) : null;
  const rows = distinctRows(metric.semi_additive ? atEdge(scope, leaf, pairs, cell, when) : pairs);
  if (rows.length === 0) return metric.empty === 0 ? integer(0) : null;
  return aggregated(metric, rows);
};

function aggregated(metric: Simple, rows: readonly LeafPair[]): Value {
  if (metric.expr === undefined) return integer(rows.length);
  const expression = parseExpression(metric.expr);
  const values = rows.map(({ pair }) => expression({ column: (column) => sure(pair.row.source[column], column) }));
  return aggregate(metric.agg, values, metric.p);
}

/**
 * K5, K6: of some pairs those at the last (first) value of `over`, which is looked for among all rows of the period,
 * whatever their other dimensions, apart for each combination of `per`.
 */
function atEdge(scope: Scope, leaf: Leaf, pairs: LeafPair[], cell: CellValues, when: When): LeafPair[] {
  const { over, take, per } = sure(leaf.metric.semi_additive);
  if (scope.times.some((i) => scope.dimensions[i]?.part !== undefined)) throw open('semi-additive by a part of time');
  const onlyTime = cell.map((value, i) => (scope.times.includes(i) ? value : undefined));
  const own = (pair: LeafPair, dimension: string): Value => sure(pair.pair.row.dimensions[dimension], dimension);
  const edges = new Map<string, Value>();
  const byPer = (pair: LeafPair) => keyOfAll(per.map((dimension) => own(pair, dimension)));
  for (const pair of pairsIn(scope, leaf, onlyTime, when)) {
    const value = own(pair, over);
    const edge = edges.get(byPer(pair)) ?? null;
    if (value === null) continue;
    const order = edge === null ? 0 : compareValues(value, edge);
    if (edge === null || (take === 'last' ? order > 0 : order < 0)) edges.set(byPer(pair), value);
  }
  return pairs.filter((pair) => own(pair, over) !== null && equal(own(pair, over), edges.get(byPer(pair))));
}

const ownValue = (pair: LeafPair, dimension: string): Value => sure(pair.pair.row.dimensions[dimension], dimension);

/** K5b: the mean over the days of the period of the value on each, of each `per` by itself; then the means add up. */
function averageValue(scope: Scope, leaf: Leaf, cell: CellValues, when: When): Value {
  if (when.window || !when.cut) throw open('a mean over days that is shifted or in a window');
  if (scope.times.some((i) => scope.dimensions[i]?.part !== undefined)) throw open('semi-additive by a part of time');
  const { metric } = leaf;
  const { over, per } = sure(metric.semi_additive);
  const pairs = pairsIn(scope, leaf, cell, when);
  scope.onRead?.(pairs);
  const onlyTime = cell.map((value, i) => (scope.times.includes(i) ? value : undefined));
  const perOf = (pair: LeafPair) => keyOfAll(per.map((dimension) => ownValue(pair, dimension)));
  const dayOf = (pair: LeafPair) => keyOf(ownValue(pair, over));
  const isDated = (pair: LeafPair) => ownValue(pair, over) !== null;
  const means: number[] = [];
  const mine = pairs.filter(isDated);
  if (mine.length === 0) return metric.empty === 0 ? integer(0) : null;
  for (const key of new Set(mine.map(perOf))) {
    const all = pairsIn(scope, leaf, onlyTime, when).filter((pair) => isDated(pair) && perOf(pair) === key);
    const values: number[] = [];
    for (const day of new Set(all.map(dayOf))) {
      const rows = distinctRows(mine.filter((pair) => perOf(pair) === key && dayOf(pair) === day));
      const value = rows.length > 0 ? aggregated(metric, rows) : metric.empty === 0 ? integer(0) : null;
      if (value !== null) values.push(toNumber(value));
    }
    if (values.length > 0) means.push(values.reduce((sum, value) => sum + value, 0) / values.length);
  }
  return means.length === 0 ? null : means.reduce((sum, mean) => sum + mean, 0);
}
