import { call, equals, type Scalar } from '../expressions/scalar.js';
import type { Window } from '../model/model.js';
import type { RequestedGrain } from '../request/metric-request.js';
import { type CalendarGrain, GRAINS, isCalendarGrain } from '../time/grain.js';
import { notExpressible, plus, trunc } from './timeline.js';

/** The unit of time that a window is computed for: the finer one of its own grain and the query's (W1, W3, W4). */
export function unitOf(window: Window, asked: RequestedGrain): CalendarGrain {
  const own = window.kind === 'trailing' || window.kind === 'leading' ? window.span.grain : 'day';
  if (!isCalendarGrain(own)) return notExpressible(`A window in ${own} is not supported; calendar grains are.`);
  const wanted = typeof asked === 'string' ? asked : 'year';
  if (typeof asked !== 'string' && GRAINS.indexOf(own) > GRAINS.indexOf('day')) return notExpressible(`A window of ${own}s is not defined by ${asked.custom}.`);
  return GRAINS.indexOf(own) < GRAINS.indexOf(wanted) ? own : wanted;
}

const compare = (operator: string, a: Scalar, b: Scalar): Scalar => call(operator, [a, b], 'boolean');

/** Which rows, by their unit of time `row`, are behind the value of a unit. `custom` are both sides' custom periods. */
export function windowHolds(window: Window, unit: Scalar, row: Scalar, custom: readonly [Scalar, Scalar] | null): readonly Scalar[] {
  switch (window.kind) {
    case 'trailing':
      return [compare('>', row, plus(unit, -window.span.count, window.span.grain as CalendarGrain)), compare('<=', row, unit)];
    case 'leading':
      return [compare('>', row, unit), compare('<=', row, plus(unit, window.span.count, window.span.grain as CalendarGrain))];
    case 'to_date':
      if (custom !== null) return [equals(custom[0], custom[1]), compare('<=', row, unit)];
      return [compare('>=', row, trunc(window.grain as CalendarGrain, unit)), compare('<=', row, unit)];
    case 'all_time':
      return [compare('<=', row, unit)];
  }
}
