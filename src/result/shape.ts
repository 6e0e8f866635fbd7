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

/** The plan's rows as the columns of this request: its names, its order, nothing that only having or order needed. */
export function shapeColumns(
  model: Pick<Model, 'metrics'>,
  request: MetricRequest,
  plan: Plan,
  rows: Rows,
): readonly AnswerColumn[] {
  const valuesOf = (name: string): readonly Cell[] =>
    rows.values[rows.columns.findIndex((column) => column.name === name)] ?? [];
  const typeOf = (name: string): DataType | undefined => plan.columns.find((column) => column.name === name)?.type;
  const dimensions = request.dimensions.map(
    (dimension, index): AnswerColumn => ({
      name: dimension.as,
      role: dimension.grain !== null ? 'TIME' : 'DIMENSION',
      type: typeOf(plan.dimensions[index] ?? '') ?? dimension.type,
      unit: null,
      format: null,
      approximate: false,
      values: valuesOf(plan.dimensions[index] ?? ''),
    }),
  );
  const metrics = request.columns.map(
    ({ as, metric }): AnswerColumn => ({
      name: as,
      role: 'METRIC',
      type: metric.type,
      unit: metric.unit,
      format: metric.format,
      approximate: estimatesBelow(model, metric).length > 0,
      values: valuesOf(plan.metrics.get(metric.name) ?? ''),
    }),
  );
  const previous = request.columns.flatMap(({ as, metric }): AnswerColumn[] => {
    const name = plan.previous.get(metric.name);
    return name === undefined
      ? []
      : [
          {
            name: PREVIOUS + as,
            role: 'COMPARISON',
            type: metric.type,
            unit: metric.unit,
            format: metric.format,
            approximate: estimatesBelow(model, metric).length > 0,
            values: valuesOf(name),
          },
        ];
  });
  return [...dimensions, ...metrics, ...previous];
}

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
