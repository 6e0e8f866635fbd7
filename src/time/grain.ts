/** Calendar grains, finest first. Weeks start on Monday; custom grains come from a spine's columns. */
export const GRAINS = ['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'] as const;
export type CalendarGrain = (typeof GRAINS)[number];

export const isCalendarGrain = (name: string): name is CalendarGrain => (GRAINS as readonly string[]).includes(name);

/** Below the day a period is a timestamp, from the day on it is a date. */
export const isBelowDay = (grain: CalendarGrain): boolean => GRAINS.indexOf(grain) < GRAINS.indexOf('day');

const COARSER: Record<CalendarGrain, readonly CalendarGrain[]> = {
  second: ['minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'],
  minute: ['hour', 'day', 'week', 'month', 'quarter', 'year'],
  hour: ['day', 'week', 'month', 'quarter', 'year'],
  day: ['week', 'month', 'quarter', 'year'],
  week: [], // a week straddles months and years
  month: ['quarter', 'year'],
  quarter: ['year'],
  year: [],
};

/** Whether periods of one grain are made of whole periods of another. */
export const rollsUp = (from: CalendarGrain, to: CalendarGrain): boolean => from === to || COARSER[from].includes(to);
