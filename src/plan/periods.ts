import { isBelowDay } from '../time/grain.js';
import { call, literal, type Scalar } from '../expressions/scalar.js';
import type { DatePart, RequestedGrain } from '../request/metric-request.js';
import { refuse } from '../problems/problem.js';

/** A timestamp as the wall clock of the zone shows it; dates have no zone and stay. */
export const inZone = (time: Scalar, zone: string): Scalar =>
  time.type === 'timestamp' && zone !== 'UTC' ? call('at_zone', [time, literal(zone, 'text')], 'timestamp') : time;

/** The first day (below the day: the first instant) of the period that a time lies in, by the zone's wall clock. */
export function periodOf(time: Scalar, grain: RequestedGrain, zone: string): Scalar {
  if (typeof grain !== 'string') return refuse({ code: 'NOT_SUPPORTED_YET', message: `The custom grain "${grain.custom}" is not supported yet.` });
  const local = inZone(time, zone);
  return call('trunc', [literal(grain, 'text'), local], isBelowDay(grain) ? 'timestamp' : 'date');
}

/** The UTC instant at which the period begins; an hour that occurs twice has two. */
export function instantOf(time: Scalar, grain: RequestedGrain, zone: string): Scalar {
  const period = periodOf(time, grain, zone);
  if (zone === 'UTC' || time.type !== 'timestamp') return call('cast', [period], 'timestamp');
  if (typeof grain === 'string' && isBelowDay(grain)) return call('minus_elapsed', [time, inZone(time, zone), period], 'timestamp');
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

