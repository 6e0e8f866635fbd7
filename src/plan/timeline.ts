import { call, literal, type Scalar } from '../expressions/scalar.js';
import type { Model } from '../model/model.js';
import { refuse } from '../problems/problem.js';
import type { RequestedGrain } from '../request/metric-request.js';
import { type CalendarGrain, GRAINS, isBelowDay, isCalendarGrain, rollsUp } from '../time/grain.js';
import type { Span } from '../time/span.js';
import { compareGrains } from './grain-order.js';
import { isMetricTime, type Question, type QuestionDimension } from './question.js';

/** A step back in time (`offset`), or to the first period of the unit around (`at_start_of`). */
export type Shift = { readonly kind: 'back'; readonly span: Span } | { readonly kind: 'start'; readonly grain: string };

/** The metric_time column that periods are told apart by: the finest asked; coarser ones follow from it. */
export interface Timeline {
  readonly dimension: QuestionDimension;
  readonly grain: RequestedGrain;
}

/** The question's timeline; null without metric_time among its dimensions. Refuses what gives no single period. */
export function timelineOf(question: Question): Timeline | null {
  const times = question.dimensions.filter((dimension) => isMetricTime(dimension) && dimension.stage !== true);
  if (times.length === 0) return null;
  const grained = times.flatMap((dimension) =>
    dimension.grain === null ? [] : [{ dimension, grain: dimension.grain }],
  );
  const unit = grained.find(({ dimension }) => dimension.unit === true);
  if (unit !== undefined) return unit;
  const finest = [...grained].sort((a, b) => lengthOf(a.grain) - lengthOf(b.grain))[0];
  if (finest === undefined)
    return notExpressible('A window, an offset or a fill needs metric_time with a grain, not only a part of it.');
  for (const { grain } of grained) {
    const follows =
      grain === finest.grain ||
      (typeof grain === 'string' && typeof finest.grain === 'string' && rollsUp(finest.grain, grain)) ||
      finest.grain === 'day';
    if (!follows)
      notExpressible(
        `Periods of ${nameOf(finest.grain)} do not make whole periods of ${nameOf(grain)}: ask windows, offsets and fills by one of them.`,
      );
  }
  return finest;
}

export const notExpressible = (message: string, hint?: string): never =>
  refuse({ code: 'NOT_EXPRESSIBLE', message, ...(hint !== undefined && { hint }) });

const nameOf = (grain: RequestedGrain): string => (typeof grain === 'string' ? grain : grain.custom);
/** Place in the order of grains; custom grains are longer than a day and shorter than none is known. */
const lengthOf = (grain: RequestedGrain): number => (typeof grain === 'string' ? GRAINS.indexOf(grain) : GRAINS.length);

/**
 * The wall-clock period that a column of the answer shows: instants are turned back. Below the day an hour that occurs
 * twice has two instants and one wall clock, so that windows and offsets by them are refused.
 */
export function wallPeriod(timeline: Timeline, at: Scalar, zone: string): Scalar {
  const { dimension, grain } = timeline;
  if (!dimension.instants || typeof grain !== 'string') return at;
  if (zone !== 'UTC' && isBelowDay(grain))
    return notExpressible('Windows and offsets below the day are asked by wall-clock periods, not by instants.');
  const local = zone === 'UTC' ? at : call('at_zone', [at, literal(zone, 'text')], 'timestamp');
  return trunc(grain, local);
}

/**
 * Whether a step of `grain` leads from period to period, rather than moving rows into later periods: rules O1 and O2.
 * Refused where it is not known which of the two is finer.
 */
export function stepsByPeriod(model: Pick<Model, 'spines'>, asked: RequestedGrain, grain: string): boolean {
  const order = compareGrains(model, asked, grain);
  const custom = !isCalendarGrain(grain);
  if (order === null)
    return notExpressible(
      `It is not known whether ${nameOf(asked)} or ${grain} is finer, and an offset depends on it.`,
    );
  if (custom && order < 0 && typeof asked === 'string' && isBelowDay(asked))
    return notExpressible(`An offset in ${grain} is asked by day or a longer grain, not by ${asked}.`);
  return order <= 0;
}

export const trunc = (grain: CalendarGrain, time: Scalar): Scalar =>
  grain === 'day' && time.type === 'date'
    ? time
    : call('trunc', [literal(grain, 'text'), time], isBelowDay(grain) ? 'timestamp' : 'date');

/** Moves a date or timestamp by whole units; a day that the month lacks becomes the month's last. */
export const plus = (time: Scalar, count: number, grain: CalendarGrain): Scalar =>
  call('date_add', [literal(grain, 'text'), literal(String(count), 'integer'), time], time.type);

/** The period that a shift between grains of the calendar looks at from a period: rules O1 and O3. */
export function sourcePeriod(period: Scalar, asked: CalendarGrain, shift: Shift): Scalar {
  if (shift.kind === 'start') {
    const grain = shift.grain as CalendarGrain;
    if (GRAINS.indexOf(asked) >= GRAINS.indexOf(grain)) return period; // a longer period is its own start
    return trunc(asked, cast(trunc(grain, period), period.type));
  }
  const { count, grain } = shift.span;
  const moved = plus(period, -count, grain as CalendarGrain);
  return asked === 'week' && grain !== 'week' ? trunc(asked, moved) : moved;
}

const cast = (scalar: Scalar, type: Scalar['type']): Scalar =>
  scalar.type === type ? scalar : call('cast', [scalar], type);

/** A row's time moved later, as part of its whole unit (rule O2): the first moment of the unit that it moves to. */
export function movedTime(time: Scalar, span: Span): Scalar {
  const { count, grain } = span;
  if (!isCalendarGrain(grain)) return notExpressible(`An offset in ${grain} cannot be asked here.`);
  return plus(trunc(grain, time), count, grain);
}
