import { column, literal, type Scalar } from '../expressions/scalar.js';
import type { DimensionPath } from '../model/path.js';
import { pathOrRefuse } from '../model/path.js';
import type { Composition } from './composition.js';
import type { PlanNode } from './plan.js';

/** A metric's value for each value of a path, over all data: the question's own conditions do not reach it (rule F7). */
export function entityValues(
  composition: Composition,
  name: string,
  per: string,
): { readonly node: PlanNode; readonly per: Scalar; readonly value: Scalar; readonly there: Scalar } {
  const metric = composition.metric(name);
  const paths = new Map<string, DimensionPath>(
    metric.datasets.map((dataset) => [dataset, pathOrRefuse(composition.model, dataset, per)]),
  );
  const [first] = paths.values();
  if (first === undefined) throw new Error(`metric ${name} reads no dataset`);
  const dimension = { name: 'per', paths, grain: null, part: null, instants: false, type: first.type };
  const composed = composition.compose(
    {
      dimensions: [dimension],
      where: [],
      segments: [],
      time: null,
      zone: composition.zone,
      history: composition.question.history,
    },
    [metric],
  );
  const relation = composition.relation(`${name}_per`);
  const value = composed.values.get(name);
  if (value === undefined) throw new Error(`metric ${name} has no value`);
  return {
    node: {
      kind: 'project',
      relation,
      input: composed.node,
      columns: [...composed.groups, { name: 'value', value }, { name: 'there', value: literal(true, 'boolean') }],
    },
    per: column(relation, 'per', first.type),
    value: column(relation, 'value', metric.type),
    there: column(relation, 'there', 'boolean'),
  };
}
