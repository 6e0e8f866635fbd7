import { call, isNotNull, literal, type Scalar, value } from '../../expressions/scalar.js';
import type { Window } from '../../model/model.js';
import { refuse } from '../../problems/problem.js';
import type { RequestedGrain } from '../../request/metric-request.js';
import { isCalendarGrain } from '../../time/grain.js';
import { add, lastDayBefore, printWallClock, readWallClock } from '../../time/wall-clock.js';
import { spineOf } from '../custom-grains.js';
import { nextUnits, unitsOf } from '../custom-units.js';
import type { Joins } from '../joins.js';
import type { Known } from '../movement.js';
import { inZone, periodOf, wall } from '../periods.js';
import { isMetricTime } from '../question.js';
import { reachOf } from '../reach.js';
import { movedTime, notExpressible, plus, type Timeline } from '../timeline.js';
import { unitOf } from '../window.js';
import type { LeafSettings } from './settings.js';

/** From when rows are known at the end of a range; null where they are known for ever. */
function knownFrom(end: string, days: number | null): string | null {
  const last = readWallClock(lastDayBefore(end));
  return days === null || last === undefined ? null : printWallClock(add(last, 1 - days, 'day'));
}

/** When a pass's rows are: their metric_time, where it moves to, and what of it is read. */
export class RowTime {
  constructor(
    private readonly settings: LeafSettings,
    private readonly joins: Joins,
    private readonly timeline: Timeline | null,
  ) {}

  /** The row's own metric_time. */
  ownTime(): Scalar {
    const dimension =
      this.joins.dataset.dimensions.get(this.settings.time ?? '') ??
      refuse({
        code: 'NO_TIME',
        message: `"${this.settings.dataset}" has no time, and a link or condition here needs one.`,
        hint: 'Give the dataset a time:.',
      });
    return this.joins.spell(dimension.expression, 'query');
  }

  /** metric_time as this pass counts it: later than the row's own where rows move. */
  movedTime(): Scalar {
    const { moves } = this.settings.movement;
    if (moves.length === 0) return this.ownTime();
    const mark = this.ownTime().type === 'timestamp' ? wall : (time: Scalar): Scalar => time; // dates have no zone
    return moves.reduce((time: Scalar, span) => {
      const local = inZone(time, this.settings.question.zone);
      if (!isCalendarGrain(span.grain)) return this.customMove(span.grain, span.count, mark(local));
      return mark(this.timeline === null ? plus(local, span.count, span.grain) : movedTime(local, span));
    }, this.ownTime());
  }

  /** Rows that have nowhere to move to are left out. */
  hasMoved(): readonly Scalar[] {
    return this.settings.movement.moves.some((span) => !isCalendarGrain(span.grain))
      ? [isNotNull(this.movedTime())]
      : [];
  }

  /** To the next unit of the spine; rows whose unit has none are left out. */
  private customMove(grain: string, count: number, time: Scalar): Scalar {
    if (this.timeline === null) return notExpressible(`An offset in ${grain} is asked by metric_time.`);
    const { model } = this.settings;
    return this.joins.lookUp(
      `next ${grain} ${count}`,
      nextUnits(spineOf(model, grain), grain, count),
      this.customPeriod(grain, time),
      'unit',
      'day',
      'date',
    );
  }

  day(time: Scalar): Scalar {
    const local = inZone(time, this.settings.question.zone);
    return local.type === 'date' ? local : call('trunc', [literal('day', 'text'), local], 'date');
  }

  /** Rows that no reported period looks at need not be read. */
  reach(): readonly Scalar[] {
    if (this.timeline === null) return [];
    const { from, to } = reachOf(this.settings.model, this.settings.question, this.timeline, this.settings.movement);
    return this.between(this.ownTime(), from, to);
  }

  /** Half-open, on the wall clock of the zone; a row without a time is not in any range. */
  range(): readonly Scalar[] {
    const { question, edge } = this.settings;
    const { time } = question;
    if (time === null) return [];
    const forward = edge?.of.fillForward;
    const from = forward && !question.dimensions.some(isMetricTime) ? knownFrom(time.to, forward.days) : time.from;
    return this.between(this.movedTime(), from, time.to);
  }

  private between(time: Scalar, from: string | null, to: string | null): readonly Scalar[] {
    const of = inZone(time, this.settings.question.zone);
    const timestamp = of.type === 'date' ? call('cast', [of], 'timestamp') : of;
    const bound = (operator: string, clock: string | null): readonly Scalar[] =>
      clock === null ? [] : [call(operator, [timestamp, value(clock, 'timestamp')], 'boolean')];
    return [...bound('>=', from), ...bound('<', to)];
  }

  customPeriod(grain: string, time: Scalar): Scalar {
    return this.joins.customPeriod(spineOf(this.settings.model, grain), grain, this.day(time));
  }

  period(time: Scalar, grain: RequestedGrain): Scalar {
    return typeof grain === 'string'
      ? periodOf(time, grain, this.settings.question.zone)
      : this.customPeriod(grain.custom, time);
  }

  /** The unit of time that a row lies in, by its first day. */
  unit(window: Window | Known, timeline: Timeline): Scalar {
    const unit = unitOf(this.settings.model, window, timeline.grain);
    if (typeof unit === 'string') return periodOf(this.movedTime(), unit, this.settings.question.zone);
    const spine = spineOf(this.settings.model, unit.custom);
    return this.joins.lookUp(
      `units of ${unit.custom}`,
      unitsOf(spine, unit.custom),
      this.customPeriod(unit.custom, this.movedTime()),
      'unit',
      'start',
      'date',
    );
  }
}
