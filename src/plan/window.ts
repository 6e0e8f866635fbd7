import { call, equals, type Scalar } from '../expressions/scalar.js';
import type { Model, Window } from '../model/model.js';
import type { RequestedGrain } from '../request/metric-request.js';
import { type CalendarGrain, isBelowDay, isCalendarGrain } from '../time/grain.js';
import type { Span } from '../time/span.js';
import { compareGrains } from './grain-order.js';
import type { Known } from './movement.js';
import { grainName } from './question.js';
import { notExpressible, plus, trunc } from './timeline.js';

/** The unit of time that a window is computed for: the finer one of its own grain and the query's (W1, W3, W4). */
export function unitOf(model: Pick<Model, 'spines'>, window: Window | Known, asked: RequestedGrain): RequestedGrain {
  const own = spanOf(window)?.grain ?? 'day';
  const order = compareGrains(model, asked, own);
  if (order === null)
    return notExpressible(
      `It is not known whether ${grainName(asked)} or ${own} is finer, and a window in one asked by the other depends on it.`,
    );
  if (order > 0) return isCalendarGrain(own) ? own : { custom: own };
  if (typeof asked === 'string' && isBelowDay(asked) && !isCalendarGrain(own))
    return notExpressible(`A window in ${own} is asked by day or a longer grain, not by ${asked}.`);
  return asked;
}

const spanOf = (window: Window | Known): Span | null =>
  window.kind === 'trailing' || window.kind === 'leading' ? window.span : null;

/** The span of a window that is counted in custom units or computed for them; its reach is looked up in the spine. */
export function customSpan(window: Window | Known, unit: RequestedGrain): Span | null {
  const span = spanOf(window);
  if (span === null || (isCalendarGrain(span.grain) && typeof unit === 'string')) return null;
  return window.kind === 'leading' ? { ...span, count: -span.count } : span;
}

const compare = (operator: string, a: Scalar, b: Scalar): Scalar => call(operator, [a, b], 'boolean');

/**
 * Which rows, by their unit of time `row`, are behind the value of a unit. `custom` are both sides' custom periods;
 * `bound` is how far a custom span reaches.
 */
export function windowHolds(
  window: Window | Known,
  unit: Scalar,
  row: Scalar,
  custom: readonly [Scalar, Scalar] | null,
  bound: Scalar | null,
): readonly Scalar[] {
  const away = (count: number, { grain }: Span): Scalar => bound ?? plus(unit, count, grain as CalendarGrain);
  switch (window.kind) {
    case 'trailing':
      return [compare('>', row, away(-window.span.count, window.span)), compare('<=', row, unit)];
    case 'leading':
      return [compare('>', row, unit), compare('<=', row, away(window.span.count, window.span))];
    case 'to_date':
      if (custom !== null) return [equals(custom[0], custom[1]), compare('<=', row, unit)];
      return [compare('>=', row, trunc(window.grain as CalendarGrain, unit)), compare('<=', row, unit)];
    case 'known':
      return [
        ...(window.days === null ? [] : [compare('>', row, plus(unit, -window.days, 'day'))]),
        compare('<=', row, unit),
      ];
    case 'all_time':
      return [compare('<=', row, unit)];
  }
}
