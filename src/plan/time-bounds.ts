import type { Call, Scalar } from '../expressions/scalar.js';
import { type CalendarGrain, isCalendarGrain } from '../time/grain.js';
import { add, compareClocks, readWallClock, type WallClock } from '../time/wall-clock.js';

/** What a time must lie between, both included, to the microsecond; null where nothing bounds it. */
export interface TimeBounds {
  readonly from: WallClock | null;
  readonly to: WallClock | null;
}

const ANY: TimeBounds = { from: null, to: null };

/**
 * The times at which a condition can be true, never too narrow: what is not understood bounds nothing. A condition that
 * is true of a NULL time must bound nothing too, so only comparisons do.
 * @param time the expression that is meant, over the same relations as the condition
 */
export function boundsOf(condition: Scalar, time: Scalar): TimeBounds {
  const meant = JSON.stringify(time);
  const visit = (scalar: Scalar): TimeBounds => {
    if (scalar.kind !== 'call') return ANY;
    if (scalar.name === 'and') return scalar.args.map(visit).reduce(meet, ANY);
    if (scalar.name === 'or') return scalar.args.map(visit).reduce(hull);
    if (scalar.name === 'in') return ofList(scalar);
    const [left, right] = scalar.args;
    const mirrored = MIRRORED[scalar.name];
    if (left === undefined || right === undefined || mirrored === undefined) return ANY;
    return compared(scalar.name, left, right) ?? compared(mirrored, right, left) ?? ANY;
  };
  const ofList = ({ args: [of, ...list] }: Call): TimeBounds => {
    const each = list.map((one) => (of && compared('=', of, one)) ?? ANY);
    return each.length === 0 ? ANY : each.reduce(hull);
  };
  const compared = (operator: string, of: Scalar, constant: Scalar): TimeBounds | undefined => {
    const [slack, clock] = [slackOf(of, meant), clockOf(constant)];
    return slack && clock ? comparison(operator, slack, clock) : undefined;
  };
  return visit(condition);
}

const MIRRORED: Readonly<Record<string, string>> = { '=': '=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

/** How far what is compared may lie from the time itself. */
interface Slack {
  /** It is the beginning of a period of these: the time is up to one later. */
  readonly truncated: readonly CalendarGrain[];
  /** It is the wall clock of some zone: within a day, in both directions. */
  readonly zoned: boolean;
}

function slackOf(scalar: Scalar, meant: string): Slack | undefined {
  if (JSON.stringify(scalar) === meant) return { truncated: [], zoned: false };
  if (scalar.kind !== 'call') return undefined;
  const [first, second] = scalar.args;
  if (scalar.name === 'at_zone' && first) {
    const inner = slackOf(first, meant);
    return inner && { ...inner, zoned: true };
  }
  if (scalar.name === 'cast' && scalar.type === 'timestamp' && first?.type === 'date') return slackOf(first, meant);
  if ((scalar.name !== 'trunc' && scalar.name !== 'date_trunc') || second === undefined) return undefined;
  const inner = slackOf(second, meant);
  const grain = first?.kind === 'literal' ? String(first.value) : '';
  return inner && isCalendarGrain(grain) ? { ...inner, truncated: [...inner.truncated, grain] } : undefined;
}

function comparison(operator: string, { truncated, zoned }: Slack, at: WallClock): TimeBounds {
  const lowest = zoned ? add(at, -1, 'day') : at;
  const highest = (clock: WallClock): WallClock => {
    const later = truncated.reduce((now, grain) => add(now, 1, grain), clock);
    const last = truncated.length > 0 ? justBefore(later) : later;
    return zoned ? add(last, 1, 'day') : last;
  };
  switch (operator) {
    case '=':
      return { from: lowest, to: highest(at) };
    case '<':
      return { from: null, to: highest(justBefore(at)) };
    case '<=':
      return { from: null, to: highest(at) };
    default:
      return { from: lowest, to: null };
  }
}

const justBefore = ({ days, micros }: WallClock): WallClock =>
  micros > 0 ? { days, micros: micros - 1 } : { days: days - 1, micros: 86_400_000_000 - 1 };

function clockOf(scalar: Scalar): WallClock | undefined {
  const isConstant = scalar.kind === 'value' || scalar.kind === 'literal';
  return isConstant && (scalar.type === 'date' || scalar.type === 'timestamp') && typeof scalar.value === 'string'
    ? readWallClock(scalar.value)
    : undefined;
}

const meet = (a: TimeBounds, b: TimeBounds): TimeBounds => ({
  from: a.from === null || (b.from !== null && compareClocks(b.from, a.from) > 0) ? b.from : a.from,
  to: a.to === null || (b.to !== null && compareClocks(b.to, a.to) < 0) ? b.to : a.to,
});

const hull = (a: TimeBounds, b: TimeBounds): TimeBounds => ({
  from: a.from === null || b.from === null ? null : compareClocks(a.from, b.from) <= 0 ? a.from : b.from,
  to: a.to === null || b.to === null ? null : compareClocks(a.to, b.to) >= 0 ? a.to : b.to,
});
