import { type Call, column, literal, type Scalar, value } from '../expressions/scalar.js';
import { type CalendarGrain, isCalendarGrain, rollsUp } from '../time/grain.js';
import { compareClocks, printDate, printWallClock, readWallClock, startOf } from '../time/wall-clock.js';

/** Says a scalar over rows as one over the groups that they were aggregated by; null where the groups do not tell. */
export type Restate = (scalar: Scalar) => Scalar | null;

/** A column of groups: what of each row it holds. */
export interface Held {
  readonly name: string;
  readonly value: Scalar;
}

/**
 * @param relation of the groups, whose columns are `held`
 * @param passes columns that are there as they are, such as those of what is joined to the groups
 */
export function restater(relation: string, held: readonly Held[], passes = (_of: string): boolean => false): Restate {
  const known = new Map<string, Scalar>();
  const periods: Period[] = [];
  for (const { name, value: of } of held) {
    const here = column(relation, name, of.type);
    known.set(JSON.stringify(of), here);
    const period = periodOf(of);
    if (period !== null) periods.push({ ...period, here });
  }

  const restate: Restate = (scalar) => {
    const same = known.get(JSON.stringify(scalar));
    if (same !== undefined) return same;
    switch (scalar.kind) {
      case 'literal':
      case 'value':
        return scalar;
      case 'column':
        return passes(scalar.relation) ? scalar : null;
      case 'call':
        return coarser(scalar) ?? compared(scalar) ?? partOf(scalar) ?? eachArgument(scalar);
      default:
        return null;
    }
  };

  const eachArgument = (scalar: Call): Scalar | null => {
    const args = scalar.args.map(restate);
    return args.every((arg) => arg !== null) && !READS_ROWS.has(scalar.name) ? { ...scalar, args } : null;
  };

  /** trunc('month', t) of trunc('day', t) */
  const coarser = (scalar: Call): Scalar | null => {
    const asked = TRUNCATES.has(scalar.name) ? periodOf(scalar) : null;
    const finer = asked && periods.find((each) => each.time === asked.time && rollsUp(each.grain, asked.grain));
    return finer ? { ...scalar, args: [literal(asked.grain, 'text'), finer.here] } : null;
  };

  /** t >= 2024-03-01 is trunc('day', t) >= 2024-03-01, as no day lies on both sides. */
  const compared = (scalar: Call): Scalar | null => {
    const [of, bound] = scalar.args;
    if ((scalar.name !== '>=' && scalar.name !== '<') || of === undefined || bound?.kind !== 'value') return null;
    const clock = typeof bound.value === 'string' ? readWallClock(bound.value) : undefined;
    const time = JSON.stringify(bareTime(of));
    const found = clock && periods.find((each) => each.time === time && isStart(clock, each.grain));
    if (!found || !clock) return null;
    const { type } = found.here;
    return { ...scalar, args: [found.here, value(type === 'date' ? printDate(clock) : printWallClock(clock), type)] };
  };

  /** extract('month', t) of trunc('day', t) */
  const partOf = (scalar: Call): Scalar | null => {
    const [part, of] = scalar.args;
    if (scalar.name !== 'extract' || part?.kind !== 'literal' || of === undefined) return null;
    const needs = FINE_ENOUGH[String(part.value)];
    const time = JSON.stringify(bareTime(of));
    const found = needs && periods.find((each) => each.time === time && rollsUp(each.grain, needs));
    return found ? { ...scalar, args: [part, found.here] } : null;
  };

  return restate;
}

const TRUNCATES: ReadonlySet<string> = new Set(['trunc', 'date_trunc']);

/** Their value hangs on more than their arguments. */
const READS_ROWS: ReadonlySet<string> = new Set(['metric_value']);

/** Periods of this grain or finer ones tell the part of a time. */
const FINE_ENOUGH: Readonly<Record<string, CalendarGrain>> = {
  day_of_week: 'day',
  month: 'month',
  quarter: 'quarter',
  year: 'year',
  day: 'day',
};

interface Period {
  /** The time that is cut, as text. */
  readonly time: string;
  readonly grain: CalendarGrain;
  readonly here: Scalar;
}

/** A truncated time; a date by itself is its day. */
export function periodOf(of: Scalar): Omit<Period, 'here'> | null {
  if (of.kind !== 'call' || !TRUNCATES.has(of.name))
    return of.type === 'date' ? { time: JSON.stringify(of), grain: 'day' } : null;
  const [unit, time] = of.args;
  const grain = unit?.kind === 'literal' ? String(unit.value) : '';
  return time && isCalendarGrain(grain) ? { time: JSON.stringify(bareTime(time)), grain } : null;
}

/** A date that is asked for as its midnight is the date. */
export const bareTime = (of: Scalar): Scalar =>
  of.kind === 'call' && of.name === 'cast' && of.type === 'timestamp' && of.args[0]?.type === 'date' ? of.args[0] : of;

/** Whether a period of the grain begins at this moment. */
export const isStart = (clock: { readonly days: number; readonly micros: number }, grain: CalendarGrain): boolean =>
  compareClocks(startOf(clock, grain), clock) === 0;
