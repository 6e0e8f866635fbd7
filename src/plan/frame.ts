import { type ColumnRef, call, column, type Scalar } from '../expressions/scalar.js';
import { outputOf, type PlanNode, relationOf } from './plan.js';

/** The groups of an answer, known before the values that look at other periods are computed. */
export interface Frame {
  readonly node: PlanNode;
  /** The column that looks: the period, or a unit of time within it. Null where time is not asked for. */
  readonly at: ColumnRef | null;
  /**
   * All periods that the groups may have, by their time columns alone, known without reading a row. What looks away then
   * looks from these, and its rows bring the other dimensions: the frame itself, with all rows behind it, is read once.
   */
  readonly periods?: Frame | undefined;
}

export const frameColumn = (frame: Frame, name: string): ColumnRef => {
  const found = outputOf(frame.node).find((each) => each.name === name);
  if (found === undefined) throw new Error(`no column ${name} in the frame`);
  return column(relationOf(frame.node), found.name, found.type);
};

/** Equality in which NULL is a value like any other, as in grouping. */
export const isSame = (a: Scalar, b: Scalar): Scalar => call('is_same', [a, b], 'boolean');
