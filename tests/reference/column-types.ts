import { isBelowDay, isStandard } from './calendar.js';
import { rowsOf } from './datasets.js';
import { parseExpression } from './expressions.js';
import type { ColumnType, Model, Query } from './format.js';
import { METRIC_TIME, pathFor, walk } from './paths.js';
import { sure } from './refused.js';
import { leavesOf, metricOf } from './scope.js';
import { typeOfGrain } from './spines.js';
import { Day, Exact, Stamp, type Value } from './values.js';

function typeOfValue(value: Value | undefined): ColumnType {
  if (typeof value === 'number') return 'double';
  if (value instanceof Day) return 'date';
  if (value instanceof Stamp) return 'timestamp';
  if (value instanceof Exact || value === undefined || value === null) return 'decimal';
  return typeof value === 'boolean' ? 'boolean' : 'text';
}

function metricType(model: Model, name: string): ColumnType {
  const metric = metricOf(model, name);
  switch (metric.kind) {
    case 'simple': {
      if (metric.semi_additive?.take === 'average') return 'double';
      if (['count', 'count_distinct', 'sum_boolean'].includes(metric.agg)) return 'integer';
      if (['avg', 'median', 'percentile_cont'].includes(metric.agg)) return 'double';
      const expression = parseExpression(sure(metric.expr));
      const values = rowsOf(model, metric.dataset).map((row) => expression({ column: (c) => row.source[c] ?? null }));
      return typeOfValue(values.find((value) => value !== null));
    }
    case 'cumulative':
      return metric.period_agg === 'average' ? 'double' : metricType(model, metric.input);
    case 'multi_stage':
      return metric.agg === 'avg' ? 'double' : metric.agg === 'count' ? 'integer' : metricType(model, metric.input);
    case 'rank':
      return 'integer';
    case 'conversion':
    case 'funnel':
      return metric.calculation === 'count' ? 'integer' : 'double';
    default:
      return 'double';
  }
}

function plainType(type: ColumnType): ColumnType {
  return type === 'bigint' ? 'integer' : type.startsWith('decimal') ? 'decimal' : type;
}

/** The types by which the columns of an answer are compared. */
export function columnTypes(model: Model, query: Query): ColumnType[] {
  const dataset = query.dataset ?? sure(leavesOf(model, sure(query.metrics[0]))[0]).metric.dataset;
  const dimensions = new Map(query.dimensions.map((d) => [d.as, d]));
  return [
    ...[...dimensions.values()].map(({ grain, part, instants, ...place }) => {
      if (part !== undefined) return 'integer';
      if (instants) return 'timestamp';
      if (grain !== undefined)
        return isStandard(grain) ? (isBelowDay(grain) ? 'timestamp' : 'date') : plainType(typeOfGrain(model, grain));
      const path = pathFor(place, dataset);
      return path === METRIC_TIME ? 'timestamp' : plainType(walk(model, dataset, path).type);
    }),
    ...[...new Set(query.metrics)].map((name) => metricType(model, name)),
  ];
}
