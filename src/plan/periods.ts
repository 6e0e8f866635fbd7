import { call, literal, type Scalar } from '../expressions/scalar.js';
import type { DatePart, RequestedGrain } from '../request/metric-request.js';
import { type CalendarGrain, isBelowDay } from '../time/grain.js';
import { notExpressible } from './timeline.js';

/** A timestamp as the wall clock of the zone shows it; dates have no zone and stay. */
export const inZone = (time: Scalar, zone: string): Scalar =>
  time.type === 'timestamp' && zone !== 'UTC' && !isWall(time)
    ? call('at_zone', [time, literal(zone, 'text')], 'timestamp')
    : time;

/** Marks a time that is the zone's wall clock already, such as one that was moved by days of the zone. */
export const wall = (time: Scalar): Scalar => (isWall(time) ? time : call('wall', [time], time.type));
const isWall = (time: Scalar): boolean => time.kind === 'call' && time.name === 'wall';

/** The first day (below the day: the first moment) of the period that a time lies in, by the zone's wall clock. */
export function periodOf(time: Scalar, grain: CalendarGrain, zone: string): Scalar {
  return call('trunc', [literal(grain, 'text'), inZone(time, zone)], isBelowDay(grain) ? 'timestamp' : 'date');
}

/** The UTC instant at which the period begins; an hour that occurs twice has two. */
export function instantOf(time: Scalar, grain: RequestedGrain, zone: string): Scalar {
  if (typeof grain !== 'string') return notExpressible('Instants are of calendar grains.');
  const period = periodOf(time, grain, zone);
  if (zone === 'UTC') return call('cast', [period], 'timestamp');
  if (isBelowDay(grain) && isWall(time))
    return notExpressible('Rows moved in time are asked by wall-clock periods below the day, not by instants.');
  if (isBelowDay(grain)) return call('minus_elapsed', [time, inZone(time, zone), period], 'timestamp');
  return call('from_zone', [call('cast', [period], 'timestamp'), literal(zone, 'text')], 'timestamp');
}

export const partOf = (time: Scalar, part: DatePart, zone: string): Scalar =>
  call('extract', [literal(part === 'month_of_year' ? 'month' : part, 'text'), inZone(time, zone)], 'integer');

/** PERIOD(…) in definitions means the zone of the query, which is known only here. */
export const spellPeriods = (node: Scalar, zone: string): Scalar => {
  if (node.kind !== 'call' || node.name !== 'period') return node;
  const [unit, time] = node.args;
  return unit?.kind === 'literal' && time ? call('trunc', [unit, inZone(time, zone)], node.type) : node;
};
