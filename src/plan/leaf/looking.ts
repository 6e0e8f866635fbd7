import { call, column, equals, type Scalar, value } from '../../expressions/scalar.js';
import { type CalendarGrain, isBelowDay, isCalendarGrain } from '../../time/grain.js';
import { lastDayBefore } from '../../time/wall-clock.js';
import { lastDays, spineOf, unitNames } from '../custom-grains.js';
import { reachesOf } from '../custom-units.js';
import { type Frame, frameColumn, isSame } from '../frame.js';
import { LOOKS, lookThrough } from '../look.js';
import { isWholeUnit } from '../movement.js';
import { allColumns, type Named, outputColumn, outputOf, type PlanNode, relationOf } from '../plan.js';
import { grainName, type QuestionDimension } from '../question.js';
import { plus, type Timeline, wallPeriod } from '../timeline.js';
import { customSpan, unitOf, windowHolds } from '../window.js';
import { missing } from './missing.js';
import { UNIT } from './rows.js';
import type { LeafSettings } from './settings.js';

/** Names of the columns that hold a group's custom unit, and how far its window reaches. */
const START = 'unit_start';
export const BOUND = 'unit_bound';

/** Name of the column that holds the last day of a group's period. */
const END = 'looks_at_end';

/** From which period each group of a frame looks, and at which rows. */
export class Looking {
  constructor(
    private readonly settings: LeafSettings,
    private readonly timeline: Timeline,
  ) {}

  /** The frame with the periods that its groups look from; a window of custom units with how far it reaches. */
  placed(frame: Frame): Frame {
    const { settings, timeline } = this;
    const { window, looks } = settings.movement;
    const looking = looks.reduce(
      (from: Frame, shift, index) =>
        lookThrough(
          settings.model,
          from,
          this.lookFrom(from, timeline),
          timeline,
          shift,
          `${settings.relation}_looking_${index + 1}`,
        ),
      frame,
    );
    if (window?.kind === 'known') return this.atEnd(looking);
    if (window === null || looking.at === null) return looking;
    const unit = unitOf(settings.model, window, timeline.grain);
    const span = customSpan(window, unit);
    if (span === null) return looking;
    const reaches = reachesOf(settings.model, grainName(unit), span);
    const [start, bound] = [outputColumn(reaches, 'start'), outputColumn(reaches, 'bound')];
    const isStart = timeline.dimension.unit === true; // units within periods are told by their first day
    const node: PlanNode = {
      kind: 'project',
      relation: `${settings.relation}_placed`,
      input: {
        kind: 'join',
        type: 'inner',
        left: looking.node,
        right: reaches,
        on: [call('=', [this.lookFrom(looking, timeline), isStart ? start : outputColumn(reaches, 'unit')], 'boolean')],
      },
      columns: [...allColumns(looking.node), { name: START, value: start }, { name: BOUND, value: bound }],
    };
    return { node, at: column(relationOf(node), START, 'date') };
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
    const bound = outputOf(frame.node).some(({ name }) => name === BOUND) ? frameColumn(frame, BOUND) : null;
    return [...windowHolds(window, from, column(relation, UNIT, from.type), custom, bound), ...dimensions];
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
  allColumns(node).filter(({ name }) => name !== START && name !== BOUND && !name.startsWith(LOOKS));
