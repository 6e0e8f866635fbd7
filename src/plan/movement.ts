import type { Model, Window } from '../model/model.js';
import type { RequestedGrain } from '../request/metric-request.js';
import type { Span } from '../time/span.js';
import { compareGrains } from './grain-order.js';
import { type Shift, stepsByPeriod } from './timeline.js';

/** All that is known at the end of a period: its rows and those before, at most so many days old. */
export interface Known {
  readonly kind: 'known';
  readonly days: number | null;
}

/** How a pass stands to the periods of the answer. */
export interface Movement {
  /** Rows are counted in later periods than their own (rule O2). */
  readonly moves: readonly Span[];
  /** A period looks at another period's rows (rules O1, O3). */
  readonly looks: readonly Shift[];
  /** A period looks at a window of rows (W1 to W4), or at the rows that its end knows (K5c). */
  readonly window: Window | Known | null;
}

export const STILL: Movement = { moves: [], looks: [], window: null };

export const isStill = ({ moves, looks, window }: Movement): boolean =>
  moves.length === 0 && looks.length === 0 && window === null;

/** Whether periods look at rows that are not their own: then the periods of the answer must be known first. */
export const looksAway = ({ looks, window }: Movement): boolean => looks.length > 0 || window !== null;

/**
 * Adds a shift: from period to period where the answer's grain is as fine as the step, else rows move. The shifts come
 * from the outermost to the innermost, and rows move the other way round: an offset of an offset moves what was moved.
 */
export function shifted(
  model: Pick<Model, 'spines'>,
  movement: Movement,
  shift: Shift,
  asked: RequestedGrain | null,
): Movement {
  if (shift.kind === 'start') return { ...movement, looks: [...movement.looks, shift] };
  const { grain } = shift.span;
  const rowsMove = movement.moves.length > 0 && asked !== null && compareGrains(model, asked, grain) === 0;
  if (!rowsMove && asked !== null && stepsByPeriod(model, asked, grain))
    return { ...movement, looks: [...movement.looks, shift] };
  return { ...movement, moves: [shift.span, ...movement.moves] };
}

/** A period as long as the unit, or longer, is its own start. */
export const isWholeUnit = (model: Pick<Model, 'spines'>, asked: RequestedGrain, unit: string): boolean =>
  (compareGrains(model, asked, unit) ?? -1) >= 0;
