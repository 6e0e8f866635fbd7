import { call, equals, literal, type Scalar } from '../expressions/scalar.js';
import type { Window } from '../model/model.js';
import type { RequestedGrain } from '../request/metric-request.js';
import { type CalendarGrain, GRAINS, isCalendarGrain } from '../time/grain.js';
import type { Known } from './movement.js';
import { grainName } from './question.js';
import { notExpressible, plus, trunc } from './timeline.js';

/** The unit of time that a window is computed for: the finer one of its own grain and the query's (W1, W3, W4). */
export function unitOf(window: Window | Known, asked: RequestedGrain): RequestedGrain {
  const own = window.kind === 'trailing' || window.kind === 'leading' ? window.span.grain : 'day';
  if (!isCalendarGrain(own))
    return grainName(asked) === own ? asked : notExpressible(`A window in ${own} is asked by ${own}.`);
  if (typeof asked !== 'string')
    return GRAINS.indexOf(own) <= GRAINS.indexOf('day')
      ? own
      : notExpressible(`A window in ${own}s is not defined by ${asked.custom}.`);
  return GRAINS.indexOf(own) < GRAINS.indexOf(asked) ? own : asked;
}

/** The custom grain that a window is counted in; its units are matched by their place in the spine. */
export const customSpan = (window: Window | Known): string | null =>
  (window.kind === 'trailing' || window.kind === 'leading') && !isCalendarGrain(window.span.grain)
    ? window.span.grain
    : null;

const compare = (operator: string, a: Scalar, b: Scalar): Scalar => call(operator, [a, b], 'boolean');

/** So many units away: places in the spine are numbers, times are times. */
export const away = (unit: Scalar, count: number, grain: string): Scalar =>
  isCalendarGrain(grain) ? plus(unit, count, grain) : call('+', [unit, literal(String(count), 'integer')], 'integer');

/** Which rows, by their unit of time `row`, are behind the value of a unit. `custom` are both sides' custom periods. */
export function windowHolds(
  window: Window | Known,
  unit: Scalar,
  row: Scalar,
  custom: readonly [Scalar, Scalar] | null,
): readonly Scalar[] {
  switch (window.kind) {
    case 'trailing':
      return [compare('>', row, away(unit, -window.span.count, window.span.grain)), compare('<=', row, unit)];
    case 'leading':
      return [compare('>', row, unit), compare('<=', row, away(unit, window.span.count, window.span.grain))];
    case 'to_date':
      if (custom !== null) return [equals(custom[0], custom[1]), compare('<=', row, unit)];
      return [compare('>=', row, trunc(window.grain as CalendarGrain, unit)), compare('<=', row, unit)];
    case 'known':
      return [
        ...(window.days === null ? [] : [compare('>', row, away(unit, -window.days, 'day'))]),
        compare('<=', row, unit),
      ];
    case 'all_time':
      return [compare('<=', row, unit)];
  }
}
