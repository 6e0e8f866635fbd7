import type { CalendarDefinition } from '../../definitions/definitions.js';
import { type FiscalGrain, grainsOf, startsOf } from '../../time/fiscal-calendar.js';
import type { Spine } from '../model.js';

/** Units in 400 years: which of two grains is finer, and neither is where they have the same length. */
const UNITS: Record<FiscalGrain, number> = { year: 400, quarter: 1600, month: 4800, period: 4800, week: 20_871 };

export const grainsOfCalendar = ({ name, rule }: CalendarDefinition) =>
  grainsOf(rule).map((grain) => ({ grain, name: `${name.value}_${grain}` }));

/** The grains of a rule, named after its calendar: fiscal_year, retail_week. Each is shown as its first day. */
export function compileCalendar({ name, rule }: CalendarDefinition): Spine {
  const named = grainsOfCalendar({ name, rule });
  return {
    rule,
    table: `${name.value}_calendar`,
    column: 'day',
    grain: 'day',
    grains: named.map((each) => each.name),
    types: new Map(named.map((each) => [each.name, 'date'])),
    units: new Map([...Object.entries(UNITS), ...named.map((each) => [each.name, UNITS[each.grain]] as const)]),
    starts: new Map(named.map((each) => [each.name, startsOf(rule, each.grain)])),
  };
}
