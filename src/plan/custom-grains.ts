import { type AggregateCall, column, isNotNull, literal, type Scalar } from '../expressions/scalar.js';
import type { Model, Spine } from '../model/model.js';
import { refuse } from '../problems/problem.js';
import type { PlanNode } from './plan.js';

/** The spine that has a custom grain. */
export function spineOf(model: Model, grain: string): Spine {
  return model.spines.find((spine) => spine.grains.includes(grain)) ?? refuse({ code: 'UNKNOWN_GRAIN', message: `There is no grain "${grain}".` });
}

/** Column name of a custom period that windows are matched by. */
export const unitNames = (grain: string): string => `in_${grain}`;

/** The units of a custom grain with their first days. */
function unitsOf(spine: Spine, grain: string): PlanNode {
  const type = spine.types.get(grain) ?? 'date';
  const first: AggregateCall = { kind: 'aggregate', name: 'min', args: [column(spine.table, spine.column, 'date')], type: 'date' };
  const unit = column(spine.table, grain, type);
  return {
    kind: 'aggregate', relation: 'units',
    input: { kind: 'filter', where: [isNotNull(unit)], input: { kind: 'scan', relation: spine.table, table: spine.table } },
    groups: [{ name: 'unit', value: unit }], measures: [{ name: 'day', value: first }],
  };
}

/** For each unit of a custom grain its place in the spine, counting from 1. */
export function unitPlaces(spine: Spine, grain: string, relation: string): PlanNode {
  const place: Scalar = { kind: 'over', name: 'row_number', args: [], partitionBy: [], orderBy: [{ value: column('units', 'day', 'date'), direction: 'asc', nulls: 'last' }], type: 'integer' };
  return { kind: 'project', relation, input: unitsOf(spine, grain), columns: [{ name: 'unit', value: column('units', 'unit', spine.types.get(grain) ?? 'date') }, { name: 'place', value: place }] };
}

/** For each unit of a custom grain, the first day of the unit `count` later; the last units have none and are left out. */
export function nextUnits(spine: Spine, grain: string, count: number): PlanNode {
  const type = spine.types.get(grain) ?? 'date';
  const day = column('units', 'day', 'date');
  const later: Scalar = { kind: 'over', name: 'lead', args: [day, literal(String(count), 'integer')], partitionBy: [], orderBy: [{ value: day, direction: 'asc', nulls: 'last' }], type: 'date' };
  return { kind: 'project', relation: 'next_units', input: unitsOf(spine, grain), columns: [{ name: 'unit', value: column('units', 'unit', type) }, { name: 'day', value: later }] };
}
