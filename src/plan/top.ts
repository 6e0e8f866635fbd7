import { call, column, literal, type Scalar } from '../expressions/scalar.js';
import type { Metric } from '../model/model.js';
import type { Composition } from './composition.js';
import type { PlanNode } from './plan.js';
import type { Question, QuestionDimension, Top } from './question.js';

/**
 * The first values of a dimension by a metric, over the question without its other dimensions, each with its place.
 * Values take part where an asked metric has a row. Ties go by the value itself; NULL takes part like any value.
 */
export function topValues(
  composition: Composition,
  question: Question,
  dimension: QuestionDimension,
  by: Metric,
  asked: readonly Metric[],
  count: number,
  label: string,
): Top {
  const composed = composition.compose({ ...question, dimensions: [dimension] }, [...new Set([by, ...asked])], {
    asked,
  });
  const ranked = composition.relation('ranked');
  const value = composed.values.get(by.name);
  const group = composed.groups[0]?.value;
  if (value === undefined || group === undefined) throw new Error('a top without a value');
  const order = [
    { value, direction: 'desc', nulls: 'last' },
    { value: group, direction: 'asc', nulls: 'last' },
  ] as const;
  const place: Scalar = {
    kind: 'over',
    name: 'row_number',
    args: [],
    partitionBy: [],
    orderBy: order,
    type: 'integer',
  };
  const all: PlanNode = {
    kind: 'project',
    relation: ranked,
    input: composed.node,
    columns: [
      { name: 'value', value: group },
      { name: 'place', value: place },
    ],
  };
  const relation = composition.relation('top');
  const kept: PlanNode = {
    kind: 'filter',
    input: all,
    where: [call('<=', [column(ranked, 'place', 'integer'), literal(String(count), 'integer')], 'boolean')],
  };
  const node: PlanNode = {
    kind: 'project',
    relation,
    input: kept,
    columns: [
      { name: 'value', value: column(ranked, 'value', group.type) },
      { name: 'place', value: column(ranked, 'place', 'integer') },
    ],
  };
  return { node, relation, column: 'value', label };
}
