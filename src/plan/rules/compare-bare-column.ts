import {
  all,
  any,
  type Call,
  call,
  type Literal,
  literal,
  neverTrue,
  type Scalar,
  type Value,
  value,
} from '../../expressions/scalar.js';
import { around, instantFrom } from '../../time/boundary.js';
import type { CalendarGrain } from '../../time/grain.js';
import {
  add,
  compareClocks,
  printDate,
  printWallClock,
  readWallClock,
  startOf,
  type WallClock,
} from '../../time/wall-clock.js';
import type { ScalarRule } from './rules.js';

/**
 *   trunc('month', at_zone(t, z)) <= 2024-03-01   =>   t < 2024-04-01T00:00 of z, as a UTC instant
 *   at_zone(t, z) >= 2024-03-10T00:00             =>   t >= that instant
 *   cast(d as timestamp) < 2024-03-10T12:00       =>   d < 2024-03-11
 *
 * A predicate on the bare column lets the engine skip files and partitions. Equal for every value, NULL included. Where
 * a clock is set back over the boundary, no instant separates the two sides: the wall clock is compared, and the bare
 * column only narrowed to a day around.
 */
export const compareBareColumn: ScalarRule = (scalar) => {
  if (scalar.kind !== 'call') return scalar;
  if (scalar.name === 'in') return inPeriods(scalar) ?? scalar;
  return COMPARISONS.has(scalar.name)
    ? (compare(scalar.name, scalar.args[0], scalar.args[1], scalar) ?? scalar)
    : scalar;
};

const COMPARISONS: ReadonlySet<string> = new Set(['=', '<>', '<', '<=', '>', '>=']);
/** Longer lists stay a list over the truncated value: a thousand ranges help no engine. */
const MOST_RANGES = 24;

function inPeriods(scalar: Call): Scalar | undefined {
  const [of, ...list] = scalar.args;
  if (list.length > MOST_RANGES || bareTime(of) === undefined) return undefined;
  const parts = list.map((each) => compare('=', of, each, scalar));
  return parts.every((part) => part !== undefined) ? any(parts) : undefined;
}

interface BareTime {
  readonly column: Scalar;
  readonly zone: string;
  readonly grain: CalendarGrain | null;
}

function compare(
  operator: string,
  of: Scalar | undefined,
  other: Scalar | undefined,
  whole: Scalar,
): Scalar | undefined {
  const time = bareTime(of);
  const clock = other && clockOf(other);
  if (time === undefined || clock === undefined || other === undefined) return undefined;
  const from = (at: WallClock): Scalar | undefined => bound('>=', time, at);
  const before = (at: WallClock): Scalar | undefined => bound('<', time, at);
  const { grain } = time;
  if (grain === null) return unperioded(operator, time, clock, whole);
  const start = startOf(clock, grain);
  const next = add(start, 1, grain);
  const aligned = compareClocks(start, clock) === 0;
  switch (operator) {
    case '=':
      return aligned ? both(from(start), before(next)) : neverTrue(time.column);
    case '<>':
      return aligned
        ? either(before(start), from(next))
        : call('or', [call('is_not_null', [time.column], 'boolean'), literal(null, 'boolean')], 'boolean');
    case '<':
      return before(aligned ? start : next);
    case '<=':
      return before(next);
    case '>':
      return from(next);
    case '>=':
      return from(aligned ? start : next);
    default:
      return undefined;
  }
}

/** A whole timestamp, or a date as its midnight, against a wall clock: only >= and < have a boundary of their own. */
function unperioded(operator: string, time: BareTime, clock: WallClock, whole: Scalar): Scalar | undefined {
  if (operator !== '>=' && operator !== '<') return undefined;
  const exact = bound(operator, time, clock);
  if (exact !== undefined) return exact;
  const [early, late] = around(clock);
  const guard =
    operator === '>='
      ? call('>=', [time.column, instant(early)], 'boolean')
      : call('<', [time.column, instant(late)], 'boolean');
  return all([guard, whole]);
}

function bound(operator: '>=' | '<', { column, zone }: BareTime, clock: WallClock): Scalar | undefined {
  if (column.type === 'date') {
    const day = clock.micros === 0 ? clock : add({ days: clock.days, micros: 0 }, 1, 'day'); // a date is its midnight
    return call(operator, [column, value(printDate(day), 'date')], 'boolean');
  }
  const at = instantFrom(clock, zone);
  return at && call(operator, [column, instant(at)], 'boolean');
}

const instant = (clock: WallClock): Scalar => value(printWallClock(clock), 'timestamp');
const both = (a: Scalar | undefined, b: Scalar | undefined): Scalar | undefined => a && b && all([a, b]);
const either = (a: Scalar | undefined, b: Scalar | undefined): Scalar | undefined => a && b && any([a, b]);

function bareTime(of: Scalar | undefined): BareTime | undefined {
  if (of === undefined) return undefined;
  if (of.kind === 'call' && (of.name === 'trunc' || of.name === 'date_trunc')) {
    const [unit, inner] = of.args;
    const under = inner && zoned(inner);
    return unit?.kind === 'literal' && under ? { ...under, grain: unit.value as CalendarGrain } : undefined;
  }
  const under = zoned(of);
  return under && (of.kind === 'call' || of.type === 'timestamp') ? { ...under, grain: null } : undefined;
}

function zoned(of: Scalar): Omit<BareTime, 'grain'> | undefined {
  if (of.kind === 'column' && (of.type === 'timestamp' || of.type === 'date')) return { column: of, zone: 'UTC' };
  if (of.kind !== 'call') return undefined;
  const [inner, zone] = of.args;
  if (of.name === 'at_zone' && inner?.kind === 'column' && zone?.kind === 'literal')
    return { column: inner, zone: String(zone.value) };
  return of.name === 'cast' && of.type === 'timestamp' && inner?.kind === 'column' && inner.type === 'date'
    ? { column: inner, zone: 'UTC' }
    : undefined;
}

function clockOf(scalar: Scalar): WallClock | undefined {
  const plain = scalar.kind === 'value' || scalar.kind === 'literal' ? (scalar satisfies Value | Literal) : undefined;
  return plain && (plain.type === 'date' || plain.type === 'timestamp') && typeof plain.value === 'string'
    ? readWallClock(plain.value)
    : undefined;
}
