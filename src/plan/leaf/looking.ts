import { call, column, equals, type Scalar, value } from '../../expressions/scalar.js';
import { type CalendarGrain, isBelowDay, isCalendarGrain } from '../../time/grain.js';
import { lastDayBefore } from '../../time/wall-clock.js';
import { lastDays, lookedAtDays, spineOf, unitNames, unitPlaces } from '../custom-grains.js';
import { type Frame, frameColumn, isSame } from '../frame.js';
import { isWholeUnit } from '../movement.js';
import { allColumns, type Named, outputColumn, type PlanNode, relationOf } from '../plan.js';
import type { QuestionDimension } from '../question.js';
import { notExpressible, plus, type Shift, sourcePeriod, type Timeline, trunc, wallPeriod } from '../timeline.js';
import { customSpan, windowHolds } from '../window.js';
import { missing } from './missing.js';
import { UNIT } from './rows.js';
import type { LeafSettings } from './settings.js';

/** Name of the column that holds a group's place among custom units. */
const PLACE = 'unit_place';

/** Name of the column that holds the last day of a group's period. */
const END = 'looks_at_end';

/** From which period each group of a frame looks, and at which rows. */
export class Looking {
  constructor(
    private readonly settings: LeafSettings,
    private readonly timeline: Timeline,
  ) {}

  /** A shift by a custom grain is looked up by day; the others are reckoned. */
  private lookThrough(frame: Frame, shift: Shift, index: number): Frame {
    const timeline = this.timeline;
    const at = this.lookFrom(frame, timeline);
    const grain = shift.kind === 'start' ? shift.grain : shift.span.grain;
    if (shift.kind === 'start' && isWholeUnit(this.settings.model, timeline.grain, grain))
      return { node: frame.node, at: at.kind === 'column' ? at : frame.at };
    const custom = !isCalendarGrain(grain);
    const byDay =
      typeof timeline.grain === 'string' &&
      (timeline.grain === 'day' || (shift.kind === 'start' && at.type === 'date'));
    if (custom && !byDay)
      notExpressible(`A shift by ${grain} is asked by day${shift.kind === 'back' ? ` or by ${grain}` : ''}.`);
    const name = `looks_at_${index + 1}`;
    const columns = allColumns(frame.node);
    const relation = `${this.settings.relation}_looking_${index + 1}`;
    if (!custom) {
      const then = sourcePeriod(at, timeline.grain, shift);
      const node: PlanNode = {
        kind: 'project',
        relation,
        input: frame.node,
        columns: [...columns, { name, value: then }],
      };
      return { node, at: column(relation, name, then.type) };
    }
    const days = lookedAtDays(
      spineOf(this.settings.model, grain),
      grain,
      shift,
      `${this.settings.relation}_days_${index + 1}`,
    );
    const found = outputColumn(days, 'looks_at');
    const then = typeof timeline.grain === 'string' ? trunc(timeline.grain, found) : found;
    const node: PlanNode = {
      kind: 'project',
      relation,
      input: {
        kind: 'join',
        type: 'inner',
        left: frame.node,
        right: days,
        on: [call('=', [at, outputColumn(days, 'day')], 'boolean')],
      },
      columns: [...columns, { name, value: then }],
    };
    return { node, at: column(relation, name, then.type) };
  }

  /** A window in custom units looks from their places in the spine. */
  placed(frame: Frame): Frame {
    const { window } = this.settings.movement;
    const looking = this.settings.movement.looks.reduce(
      (at: Frame, shift, index) => this.lookThrough(at, shift, index),
      frame,
    );
    if (window?.kind === 'known') return this.atEnd(looking);
    const grain = window === null ? null : customSpan(window);
    if (grain === null || looking.at === null) return looking;
    const places = unitPlaces(spineOf(this.settings.model, grain), grain, `${this.settings.relation}_places_of_groups`);
    const joined: PlanNode = {
      kind: 'join',
      type: 'inner',
      left: looking.node,
      right: places,
      on: [call('=', [looking.at, outputColumn(places, 'unit')], 'boolean')],
    };
    const columns = allColumns(looking.node);
    const node: PlanNode = {
      kind: 'project',
      relation: `${this.settings.relation}_placed`,
      input: joined,
      columns: [...columns, { name: PLACE, value: outputColumn(places, 'place') }],
    };
    return { node, at: column(relationOf(node), PLACE, 'integer') };
  }

  /** The end of each period, from which one looks back; a range that ends earlier is looked back from its own end. */
  private atEnd(frame: Frame): Frame {
    const { model, question, movement, relation } = this.settings;
    const { grain } = this.timeline;
    if (typeof grain === 'string' && isBelowDay(grain)) return frame;
    const period = this.lookFrom(frame, this.timeline);
    const custom =
      typeof grain === 'string' ? null : lastDays(spineOf(model, grain.custom), grain.custom, `${relation}_ends`);
    const end =
      custom === null ? plus(plus(period, 1, grain as CalendarGrain), -1, 'day') : outputColumn(custom, 'last');
    const bound = movement.looks.length > 0 || question.time === null ? null : lastDayBefore(question.time.to);
    const at = bound === null ? end : call('least', [end, value(bound, 'date')], 'date');
    const left = frame.node;
    const input: PlanNode =
      custom === null
        ? left
        : { kind: 'join', type: 'inner', left, right: custom, on: [equals(period, outputColumn(custom, 'unit'))] };
    const columns = [...allColumns(left), { name: END, value: at }];
    const node: PlanNode = { kind: 'project', relation: `${relation}_at_end`, input, columns };
    return { node, at: column(relationOf(node), END, 'date') };
  }

  private lookFrom(frame: Frame, timeline: Timeline): Scalar {
    const at = frame.at ?? missing('period of the frame');
    return at.column === timeline.dimension.name ? wallPeriod(timeline, at, this.settings.question.zone) : at;
  }

  /** @param window that of the pass, unless rows were prepared for another */
  matches(
    frame: Frame,
    relation: string,
    same: readonly QuestionDimension[],
    window = this.settings.movement.window,
  ): readonly Scalar[] {
    const { movement } = this.settings;
    const timeline = this.timeline;
    const from = this.lookFrom(frame, timeline);
    const dimensions = same.map((dimension) =>
      isSame(frameColumn(frame, dimension.name), column(relation, dimension.name, dimension.type)),
    );
    if (window === null) {
      const there = column(relation, timeline.dimension.name, from.type);
      const itself = movement.looks.every(
        (shift) => shift.kind === 'start' && isWholeUnit(this.settings.model, timeline.grain, shift.grain),
      );
      // A period that is its own start is looked at whole, also the one of rows without a period
      return [itself ? isSame(from, there) : call('=', [from, there], 'boolean'), ...dimensions];
    }
    const custom = this.customPair(frame, relation);
    return [...windowHolds(window, from, column(relation, UNIT, from.type), custom), ...dimensions];
  }

  /** Month to date in a custom calendar: both sides carry their custom period. */
  private customPair(frame: Frame, relation: string): readonly [Scalar, Scalar] | null {
    const { window } = this.settings.movement;
    if (window?.kind !== 'to_date' || isCalendarGrain(window.grain)) return null;
    const name = unitNames(window.grain);
    return [frameColumn(frame, name), column(relation, name, frameColumn(frame, name).type)];
  }
}

/** The groups of a frame, without the columns that only look. */
export const groupsOfFrame = ({ node }: Frame): readonly Named[] =>
  allColumns(node).filter(({ name }) => name !== PLACE && !name.startsWith('looks_at_'));
