import {
  type AggregateCall,
  call,
  choose,
  column,
  equals,
  isNotNull,
  literal,
  type Scalar,
} from '../expressions/scalar.js';
import type { Model, Spine } from '../model/model.js';
import { refuse } from '../problems/problem.js';
import type { PlanNode } from './plan.js';
import type { Shift } from './timeline.js';

/** The spine that has a custom grain. */
export function spineOf(model: Model, grain: string): Spine {
  return (
    model.spines.find((spine) => spine.grains.includes(grain)) ??
    refuse({ code: 'UNKNOWN_GRAIN', message: `There is no grain "${grain}".` })
  );
}

/** Column name of a custom period that windows are matched by. */
export const unitNames = (grain: string): string => `in_${grain}`;

/** The units of a custom grain with their first days. */
function unitsOf(spine: Spine, grain: string): PlanNode {
  const type = spine.types.get(grain) ?? 'date';
  const first: AggregateCall = {
    kind: 'aggregate',
    name: 'min',
    args: [column(spine.table, spine.column, 'date')],
    type: 'date',
  };
  const unit = column(spine.table, grain, type);
  return {
    kind: 'aggregate',
    relation: 'units',
    input: {
      kind: 'filter',
      where: [isNotNull(unit)],
      input: { kind: 'scan', relation: spine.table, table: spine.table },
    },
    groups: [{ name: 'unit', value: unit }],
    measures: [{ name: 'day', value: first }],
  };
}

/** The units of a custom grain with their last days, as columns `unit` and `last`. */
export function lastDays(spine: Spine, grain: string, relation: string): PlanNode {
  const type = spine.types.get(grain) ?? 'date';
  const day = column(spine.table, spine.column, 'date');
  const unit = column(spine.table, grain, type);
  return {
    kind: 'aggregate',
    relation,
    input: {
      kind: 'filter',
      where: [isNotNull(unit)],
      input: { kind: 'scan', relation: spine.table, table: spine.table },
    },
    groups: [{ name: 'unit', value: unit }],
    measures: [{ name: 'last', value: { kind: 'aggregate', name: 'max', args: [day], type: 'date' } }],
  };
}

/** For each unit of a custom grain its place in the spine, counting from 1. */
export function unitPlaces(spine: Spine, grain: string, relation: string): PlanNode {
  const place: Scalar = {
    kind: 'over',
    name: 'row_number',
    args: [],
    partitionBy: [],
    orderBy: [{ value: column('units', 'day', 'date'), direction: 'asc', nulls: 'last' }],
    type: 'integer',
  };
  return {
    kind: 'project',
    relation,
    input: unitsOf(spine, grain),
    columns: [
      { name: 'unit', value: column('units', 'unit', spine.types.get(grain) ?? 'date') },
      { name: 'place', value: place },
    ],
  };
}

/** For each day of the spine, the day that a shift by a custom grain looks at, as columns `day` and `looks_at`. */
export function lookedAtDays(spine: Spine, grain: string, shift: Shift, relation: string): PlanNode {
  const type = spine.types.get(grain) ?? 'date';
  const day = column(spine.table, spine.column, 'date');
  const edge = (name: 'min' | 'max'): AggregateCall => ({ kind: 'aggregate', name, args: [day], type: 'date' });
  const units: PlanNode = {
    kind: 'aggregate',
    relation: `${relation}_units`,
    input: {
      kind: 'filter',
      where: [isNotNull(column(spine.table, grain, type))],
      input: { kind: 'scan', relation: spine.table, table: spine.table },
    },
    groups: [{ name: 'unit', value: column(spine.table, grain, type) }],
    measures: [
      { name: 'first', value: edge('min') },
      { name: 'last', value: edge('max') },
    ],
  };
  const of = (name: string, as: Scalar['type'] = 'date'): Scalar => column(`${relation}_units`, name, as);
  const earlier = (name: string): Scalar =>
    shift.kind === 'start'
      ? of(name)
      : {
          kind: 'over',
          name: 'lag',
          args: [of(name), literal(String(shift.span.count), 'integer')],
          partitionBy: [],
          orderBy: [{ value: of('first'), direction: 'asc', nulls: 'last' }],
          type: 'date',
        };
  const shifted: PlanNode = {
    kind: 'project',
    relation: `${relation}_shifted`,
    input: units,
    columns: [
      { name: 'unit', value: of('unit', type) },
      { name: 'first', value: of('first') },
      { name: 'to_first', value: earlier('first') },
      { name: 'to_last', value: earlier('last') },
    ],
  };
  const at = (name: string): Scalar => column(`${relation}_shifted`, name, 'date');
  const days: PlanNode = {
    kind: 'join',
    type: 'inner',
    left: { kind: 'scan', relation: `${relation}_days`, table: spine.table },
    right: shifted,
    on: [equals(column(`${relation}_days`, grain, type), column(`${relation}_shifted`, 'unit', type))],
  };
  const here = column(`${relation}_days`, spine.column, 'date');
  const place = call('date_diff', [literal('day', 'text'), at('first'), here], 'integer');
  const same = call('date_add', [literal('day', 'text'), place, at('to_first')], 'date');
  const looks =
    shift.kind === 'start' ? at('to_first') : choose(call('>', [same, at('to_last')], 'boolean'), at('to_last'), same); // a shorter unit: its last day
  return {
    kind: 'project',
    relation,
    input: days,
    columns: [
      { name: 'day', value: here },
      { name: 'looks_at', value: looks },
    ],
  };
}

/** For each unit of a custom grain, the first day of the unit `count` later; the last units have none and are left out. */
export function nextUnits(spine: Spine, grain: string, count: number, relation: string): PlanNode {
  const type = spine.types.get(grain) ?? 'date';
  const day = column('units', 'day', 'date');
  const later: Scalar = {
    kind: 'over',
    name: 'lead',
    args: [day, literal(String(count), 'integer')],
    partitionBy: [],
    orderBy: [{ value: day, direction: 'asc', nulls: 'last' }],
    type: 'date',
  };
  return {
    kind: 'project',
    relation,
    input: unitsOf(spine, grain),
    columns: [
      { name: 'unit', value: column('units', 'unit', type) },
      { name: 'day', value: later },
    ],
  };
}
