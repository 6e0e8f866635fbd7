import type { Cell, Rows } from '../engine/engine.js';
import type { DataType } from '../expressions/data-type.js';
import type { ColumnRef } from '../expressions/scalar.js';
import type { Model } from '../model/model.js';
import { encodeCursor, questionOf } from '../plan/cursor.js';
import type { Plan } from '../plan/plan-for.js';
import type { MetricRequest } from '../request/metric-request.js';
import { estimatesBelow } from './approximations.js';
import type { AnswerColumn } from './result.js';

/** What the column of a metric over the range compared with begins with. */
export const PREVIOUS = 'previous_';

/** A column of the answer before its values: what it is, and which column of the plan's rows it shows. */
export interface ColumnHead extends Omit<AnswerColumn, 'values'> {
  readonly from: string;
}

/** The columns of this request: its names, its order, nothing that only having or order needed. */
export function headsOf(model: Pick<Model, 'metrics'>, request: MetricRequest, plan: Plan): readonly ColumnHead[] {
  const typeOf = (name: string): DataType | undefined => plan.columns.find((column) => column.name === name)?.type;
  const dimensions = request.dimensions.map((dimension, index): ColumnHead => {
    const from = plan.dimensions[index] ?? '';
    return {
      name: dimension.as,
      role: dimension.grain !== null ? 'TIME' : 'DIMENSION',
      type: typeOf(from) ?? dimension.type,
      unit: null,
      format: null,
      approximate: false,
      from,
    };
  });
  const measured = (
    role: 'METRIC' | 'COMPARISON',
    prefix: string,
    names: ReadonlyMap<string, string>,
  ): readonly ColumnHead[] =>
    request.columns.flatMap(({ as, metric }): ColumnHead[] => {
      const from = names.get(metric.name);
      const { type, unit, format } = metric;
      const approximate = estimatesBelow(model, metric).length > 0;
      return from === undefined ? [] : [{ name: prefix + as, role, type, unit, format, approximate, from }];
    });
  return [...dimensions, ...measured('METRIC', '', plan.metrics), ...measured('COMPARISON', PREVIOUS, plan.previous)];
}

/** The plan's rows as the columns of this request. */
export const shapeColumns = (
  model: Pick<Model, 'metrics'>,
  request: MetricRequest,
  plan: Plan,
  rows: Rows,
): readonly AnswerColumn[] =>
  headsOf(model, request, plan).map(({ from, ...column }) => ({ ...column, values: valuesOf(rows, from) }));

/** The values of a column by its name among the plan's. */
export const valuesOf = ({ columns, values }: Rows, name: string): readonly Cell[] =>
  values[columns.findIndex((column) => column.name === name)] ?? [];

/** Where the next page begins; null where this one has no row. */
export function endCursorOf(plan: Plan, rows: Rows): string | null {
  const last = rows.rowCount - 1;
  if (last < 0 || plan.keys.length === 0) return null;
  const values = plan.keys.map(({ value }) => {
    const place = rows.columns.findIndex((column) => column.name === (value as ColumnRef).column);
    return rows.values[place]?.[last] ?? null;
  });
  return encodeCursor(questionOf(plan.unpaged, plan.keys), values);
}
