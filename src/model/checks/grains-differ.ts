import type { Problem } from '../../problems/problem.js';
import { isCalendarGrain } from '../../time/grain.js';
import { grainsOfCalendar } from '../compile/calendar.js';
import type { Check } from './checks.js';

/** A grain that two calendars name, or that is named like one that everybody knows, would mean one of them in silence. */
export const grainsDiffer: Check = (_model, { spines, calendars }) => {
  const named = [
    ...spines.flatMap(({ grains }) => grains.map(({ name }) => ({ grain: name.value, at: name.at }))),
    ...calendars.flatMap((calendar) =>
      grainsOfCalendar(calendar).map(({ name }) => ({ grain: name, at: calendar.name.at })),
    ),
  ];
  return named.flatMap(({ grain, at }, index): Problem[] => {
    const other = named.slice(0, index).find((each) => each.grain === grain);
    if (other === undefined && !isCalendarGrain(grain)) return [];
    return [
      {
        code: 'DUPLICATE_NAME',
        at,
        message: other ? `There are two grains named "${grain}".` : `"${grain}" is a grain of the calendar already.`,
        hint: other
          ? `The other one is at ${other.at.file}:${other.at.line}:${other.at.column}.`
          : 'Give the column another name.',
      },
    ];
  });
};
