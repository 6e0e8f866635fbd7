import type { Group } from './groups.js';
import { type LeafPair, leafPairs } from './leaves.js';
import { metricValue } from './metrics.js';
import { openScope } from './open-scope.js';
import { type Period, periodAt } from './periods.js';
import { open, sure } from './refused.js';
import { partWhere } from './reported.js';
import { leavesOf, metricOf, type Scope } from './scope.js';
import { keyOf, keyOfAll, type Value } from './values.js';

/** D3: a value that looks beyond its period or at the groups of the answer is not handed on. */
function mustBeOfItsPeriod(scope: Scope, name: string): void {
  const metric = metricOf(scope.model, name);
  if (metric.kind === 'simple' && metric.semi_additive?.fill_forward === undefined) return;
  if (metric.kind === 'simple') throw open('the last value of what is filled forward');
  if (metric.kind === 'cumulative' || metric.kind === 'rank') throw open(`the last value of a ${metric.kind} metric`);
  if (metric.kind === 'conversion' || metric.kind === 'funnel') return;
  const inputs =
    metric.kind === 'ratio'
      ? [metric.numerator, metric.denominator]
      : metric.kind === 'derived'
        ? Object.values(metric.inputs)
        : [{ metric: metric.input }];
  for (const input of inputs) {
    if ('offset' in input || 'at_start_of' in input) throw open('the last value of an offset');
    mustBeOfItsPeriod(scope, input.metric);
  }
}

const wholes = new WeakMap<Scope['query'], Scope>();

/** The same question without the range and the conditions on metric_time. */
function wholeOf(scope: Scope): Scope {
  const { range, ...query } = scope.query;
  const known = wholes.get(scope.query);
  if (known) return known;
  const whole = openScope(scope.model, { ...query, where: partWhere(query.where ?? []).rows });
  const told = scope.relabel ? { ...whole, relabel: scope.relabel } : whole;
  wholes.set(scope.query, told);
  return told;
}

const othersOf = (scope: Scope, values: readonly Value[]): string =>
  keyOfAll(values.map((value, i) => (scope.times.includes(i) ? null : value)));

const startOf = ({ start }: Period): number => sure(start ?? undefined);

/** Periods in which a group has rows of a metric, the latest first; rows without a period lie in none. */
function periodsWithRows(scope: Scope, name: string, others: string): Period[] {
  const pairs = leavesOf(scope.model, name).flatMap((leaf) => leafPairs(scope, leaf));
  const found = new Map<string, Period>();
  for (const { period, values } of pairs)
    if (period && period.start !== null && othersOf(scope, values) === others) found.set(keyOf(period.shown), period);
  return [...found.values()].sort((a, b) => startOf(b) - startOf(a));
}

const isIn = (scope: Scope, { values, period }: Pick<Group, 'values' | 'period'>) => {
  const others = othersOf(scope, values);
  return (pair: LeafPair): boolean =>
    othersOf(scope, pair.values) === others && (!period || keyOf(pair.period?.shown ?? null) === keyOf(period.shown));
};

/** Has a metric a row of its own in a group of the answer? */
const hasOwn = (scope: Scope, name: string, group: Group): boolean =>
  leavesOf(scope.model, name).some((leaf) =>
    leafPairs(scope, leaf).some((pair) => pair.reported && isIn(scope, group)(pair)),
  );

/** D3: the metric's value in the group, or the last one before. */
export function lastValue(scope: Scope, group: Group, name: string): Value {
  mustBeOfItsPeriod(scope, name);
  const { period } = group;
  const valueIn = (of: Scope, within: Period, values: readonly Value[], cut: boolean): Value =>
    metricValue({ ...of, onRead: undefined }, name, [], values, { cut, within });
  if (!period) throw open('the last value by several dimensions of time');
  const { start } = period;
  const usual = valueIn(scope, period, group.values, true);
  if (start === null || hasOwn(scope, name, group)) return usual;
  const whole = wholeOf(scope);
  const others = othersOf(scope, group.values);
  for (const earlier of periodsWithRows(whole, name, others)) {
    if (startOf(earlier) >= start) continue;
    const values = group.values.map((value, i) => (i === scope.main?.index ? earlier.shown : value));
    const answered = scope.groups?.find(
      (each) => othersOf(scope, each.values) === others && keyOf(each.period?.shown ?? null) === keyOf(earlier.shown),
    );
    if (answered && !hasOwn(scope, name, answered)) continue;
    const value = answered
      ? valueIn(scope, sure(answered.period), answered.values, true)
      : valueIn(whole, earlier, values, false);
    if (value !== null) return value;
  }
  return usual;
}

/** Combinations of the other dimensions with a value in a period before the last that is not one of the periods. */
export function combinationsBefore(scope: Scope, periods: readonly Period[]): Value[][] {
  const whole = wholeOf(scope);
  const reported = new Set(periods.map(({ shown }) => keyOf(shown)));
  const last = Math.max(...periods.map(startOf));
  return scope.query.metrics.flatMap((name) => {
    mustBeOfItsPeriod(scope, name);
    const pairs = leavesOf(scope.model, name).flatMap((leaf) => leafPairs(whole, leaf));
    return pairs.flatMap(({ values, axis }) => {
      const period = periodAt(whole, sure(whole.main), axis);
      if (period.start === null || period.start >= last || reported.has(keyOf(period.shown))) return [];
      const value = metricValue(whole, name, [], values, { cut: false, within: period });
      return value === null ? [] : [values.map((each, i) => (i === scope.main?.index ? null : each))];
    });
  });
}
