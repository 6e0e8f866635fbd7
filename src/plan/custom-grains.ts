import { column, isNotNull, type Scalar } from '../expressions/scalar.js';
import type { Model, Spine } from '../model/model.js';
import { refuse } from '../problems/problem.js';
import { isCalendarGrain } from '../time/grain.js';
import { spineRows } from './joins.js';
import type { PlanNode } from './plan.js';
import { trunc } from './timeline.js';

/** The spine that has a custom grain. */
export function spineOf(model: Pick<Model, 'spines'>, grain: string): Spine {
  return (
    model.spines.find((spine) => spine.grains.includes(grain)) ??
    refuse({ code: 'UNKNOWN_GRAIN', message: `There is no grain "${grain}".` })
  );
}

/** Column name of a custom period that windows are matched by. */
export const unitNames = (grain: string): string => `in_${grain}`;

/** The rows of a spine, their day, and the unit of any grain that a day lies in. */
export interface SpineDays {
  readonly node: PlanNode;
  readonly day: Scalar;
  readonly unit: (grain: string) => Scalar;
}

export function daysOf(spine: Spine, relation: string): SpineDays {
  const day = column(relation, spine.column, 'date');
  return {
    node: spineRows(spine, relation),
    day,
    unit: (grain) =>
      isCalendarGrain(grain) ? trunc(grain, day) : column(relation, grain, spine.types.get(grain) ?? 'date'),
  };
}

/** The units of a custom grain with their last days, as columns `unit` and `last`. */
export function lastDays(spine: Spine, grain: string, relation: string): PlanNode {
  const { node, day, unit } = daysOf(spine, `${relation}_days`);
  return {
    kind: 'aggregate',
    relation,
    input: { kind: 'filter', where: [isNotNull(unit(grain))], input: node },
    groups: [{ name: 'unit', value: unit(grain) }],
    measures: [{ name: 'last', value: { kind: 'aggregate', name: 'max', args: [day], type: 'date' } }],
  };
}
