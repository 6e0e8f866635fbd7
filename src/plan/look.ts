import { call, column, equals, type Scalar } from '../expressions/scalar.js';
import type { Model } from '../model/model.js';
import { isBelowDay, isCalendarGrain } from '../time/grain.js';
import { daysOf, spineOf } from './custom-grains.js';
import { aimsOf } from './custom-units.js';
import type { Frame } from './frame.js';
import { isWholeUnit } from './movement.js';
import { allColumns, outputColumn, type PlanNode } from './plan.js';
import { grainName } from './question.js';
import { type Shift, sourcePeriod, type Timeline, trunc } from './timeline.js';

/** Names of the columns that only look. */
export const LOOKS = 'looks_at';

/**
 * A frame whose groups look from the period that a shift leads to, in a column of its own. Between grains of the calendar
 * the period is reckoned; a custom grain is looked up in its spine.
 * @param at the period that each group looks from so far, on the wall clock
 */
export function lookThrough(
  model: Pick<Model, 'spines'>,
  frame: Frame,
  at: Scalar,
  timeline: Timeline,
  shift: Shift,
  relation: string,
): Frame {
  const grain = shift.kind === 'start' ? shift.grain : shift.span.grain;
  if (shift.kind === 'start' && isWholeUnit(model, timeline.grain, grain))
    return { node: frame.node, at: at.kind === 'column' ? at : frame.at };
  const asked = grainName(timeline.grain);
  const columns = allColumns(frame.node);
  const name = `${LOOKS}_${columns.length}`;
  const looking = (input: PlanNode, then: Scalar): Frame => ({
    node: { kind: 'project', relation, input, columns: [...columns, { name, value: then }] },
    at: column(relation, name, then.type),
  });
  if (isCalendarGrain(asked) && isCalendarGrain(grain)) return looking(frame.node, sourcePeriod(at, asked, shift));
  const isBelow = isCalendarGrain(asked) && isBelowDay(asked);
  const found = aimsOf(model, isBelow ? 'day' : asked, shift);
  const aims: PlanNode = { kind: 'project', relation: `${relation}_aims`, input: found, columns: allColumns(found) };
  const aimed: PlanNode = {
    kind: 'join',
    type: 'inner',
    left: frame.node,
    right: aims,
    on: [call('=', [isBelow ? trunc('day', at) : at, outputColumn(aims, 'unit')], 'boolean')],
  };
  const aim = outputColumn(aims, 'aim');
  if (isCalendarGrain(asked)) return looking(aimed, trunc(asked, aim));
  const days = daysOf(spineOf(model, asked), `${relation}_days`);
  return looking(
    { kind: 'join', type: 'inner', left: aimed, right: days.node, on: [equals(aim, days.day)] },
    days.unit(asked),
  );
}
