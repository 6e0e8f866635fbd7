import { add, dayOf, GRAINS, isBelowDay, isStandard } from './calendar.js';
import type { Cumulative, Model } from './format.js';
import { metricValue, type ValueOf, valueOfNothing } from './metrics.js';
import { NOTHING, type Period, type Selection } from './periods.js';
import { open, sure } from './refused.js';
import { anyMomentPasses } from './reported.js';
import type { Scope } from './scope.js';
import { customUnits, isFiner, momentsOf, moveUnits, samePlace, startOf } from './spines.js';
import { MICROS_PER_DAY, toNumber, type Value } from './values.js';

/** The moments that the window of unit u looks at (W1 to W4). */
function windowAt(scope: Scope, metric: Cumulative, unit: string, u: number): Selection {
  const { model } = scope;
  const start = (time: number) => startOf(model, time, unit);
  let test: (time: number) => boolean;
  if (metric.trailing) {
    const after = away(model, u, -metric.trailing.count, metric.trailing.grain, unit);
    test = (t) => after < t && t <= u;
  } else if (metric.leading) {
    const last = away(model, u, metric.leading.count, metric.leading.grain, unit);
    test = (t) => u < t && t <= last;
  } else if (metric.to_date !== undefined) {
    const from = startOf(model, u, metric.to_date);
    test = (t) => from !== undefined && startOf(model, t, sure(metric.to_date)) === from && t <= u;
  } else {
    test = (t) => t <= u;
  }
  return {
    contains: (time) => {
      const t = time === null ? undefined : start(time);
      return t !== undefined && test(t);
    },
    low: Number.NEGATIVE_INFINITY,
    high: Number.POSITIVE_INFINITY,
  };
}

/** So many units of a span away from a unit: in custom ones the same place; where there is none, the calendar's edge. */
function away(model: Model, u: number, count: number, grain: string, unit: string): number {
  if (isStandard(grain)) return add(u, count, grain);
  const then = samePlace(model, u, count, unit, grain);
  if (then === 'outside') return Number.NaN;
  if (then !== undefined) return then;
  const starts = customUnits(model, grain).flatMap(({ days }) =>
    days.map((day) => sure(startOf(model, day * MICROS_PER_DAY, unit))),
  );
  return count < 0 ? Math.min(...starts) - MICROS_PER_DAY : Math.max(...starts);
}

export const cumulativeValue: ValueOf<Cumulative> = (scope, metric, filters, cell, when) => {
  const { main, model } = scope;
  if (!main) {
    if (scope.times.length > 0) throw open('a window by several dimensions of time, or by a part of it');
    return metricValue(scope, metric.input, filters, cell, when);
  }
  const { within } = when;
  if (within === NOTHING) return valueOfNothing(scope, metric.input, filters, cell);
  if (when.window || !within) throw open('a window within a window');
  if (main.onInstants && scope.zone !== 'UTC') throw open('a window by instants in a zone');
  const span = metric.trailing ?? metric.leading;
  const coarse = span ? isFiner(model, span.grain, main.grain) : isFiner(model, 'day', main.grain);
  const unit = coarse ? (span?.grain ?? 'day') : main.grain;
  if (span && !isStandard(span.grain) && isBelowDay(unit)) throw open('a window of custom units below the day');
  const around = (u: number) => windowAt(scope, metric, unit, u);
  const valueAt = (u: number): Value =>
    metricValue(scope, metric.input, filters, cell, {
      cut: false,
      within: around(u),
      window: { unit, at: u, around },
    });
  if (!coarse) {
    if (!('start' in within)) throw open('a window by a period that is not one of the calendar');
    const { start } = within as Period;
    return start === null ? valueOfNothing(scope, metric.input, filters, cell) : valueAt(start);
  }
  const units = unitsIn(scope, within, unit).filter((u) => !when.cut || isReportedUnit(scope, u, unit));
  if (units.length === 0) return valueOfNothing(scope, metric.input, filters, cell);
  return agreed(metric.period_agg, units.map(valueAt));
};

/** W5 */
function agreed(how: Cumulative['period_agg'], all: Value[]): Value {
  const values = all.filter((v) => v !== null);
  if (values.length === 0) return null;
  if (how === 'average') return values.map(toNumber).reduce((sum, v) => sum + v, 0) / values.length;
  return (how === 'first' ? values[0] : values.at(-1)) ?? null;
}

/** Starts of the units that begin in a period and, if the model has a spine, lie in it. */
function unitsIn(scope: Scope, within: Selection, unit: string): number[] {
  const { model } = scope;
  if ('start' in within && within.start === null) return [];
  const inside = (u: number) => within.contains(u) && isInSpine(scope, u, unit);
  if (!isStandard(unit)) {
    return customUnits(model, unit)
      .map(({ days }) => sure(days[0]) * MICROS_PER_DAY)
      .filter(inside);
  }
  const units: number[] = [];
  let u = sure(startOf(model, within.low, unit));
  for (; u < within.high; u = sure(moveUnits(model, u, 1, unit))) if (inside(u)) units.push(u);
  return units;
}

/** A spine of finer grain is preferred as little finer as may be; in a coarser one, the unit lies in one of its own. */
export function isInSpine(scope: Scope, u: number, unit: string): boolean {
  const { model } = scope;
  if (model.spines.length === 0) return true;
  const order = (grain: string) => (isStandard(grain) ? GRAINS.indexOf(grain) : GRAINS.length);
  const sorted = model.spines.toSorted((a, b) => order(b.grain) - order(a.grain));
  const spine = sure(sorted.find((s) => order(s.grain) <= order(unit)) ?? sorted.at(-1));
  const moments = momentsOf(model, spine);
  if (order(spine.grain) <= order(unit)) return moments.some((m) => startOf(model, m, unit) === u);
  return moments.some((m) => startOf(model, m, spine.grain) === startOf(model, u, spine.grain));
}

function isReportedUnit(scope: Scope, u: number, unit: string): boolean {
  const end = isStandard(unit)
    ? sure(moveUnits(scope.model, u, 1, unit))
    : (sure(
        customUnits(scope.model, unit)
          .find(({ days }) => days.includes(dayOf(u)))
          ?.days.at(-1),
      ) +
        1) *
      MICROS_PER_DAY;
  const { range } = scope;
  if (range && (u >= range.to || end <= range.from)) return false;
  return anyMomentPasses(scope, u, end);
}
