import { call, literal, mapScalar, nullOf, type Scalar } from '../../expressions/scalar.js';
import type { Metric, Model } from '../../model/model.js';

/** What a metric of rows shows where it has none. */
export function valueOfNothing(model: Pick<Model, 'metrics'>, metric: Metric): Scalar {
  const input = (name: string): Scalar => {
    const found = model.metrics.get(name);
    return found === undefined ? nullOf('double') : valueOfNothing(model, found);
  };
  switch (metric.kind) {
    case 'simple':
      return metric.empty === 0 ? literal('0', 'integer') : nullOf(metric.type);
    case 'ratio':
      return call('/', [input(metric.numerator.metric), input(metric.denominator.metric)], 'double');
    case 'derived':
      return mapScalar(metric.value, (node) =>
        node.kind === 'column' && node.relation === 'input'
          ? input(metric.inputs.get(node.column)?.metric ?? '')
          : node,
      );
    case 'multi_stage': // of no unit a count is 0
      return metric.aggregate.startsWith('count') ? literal('0', 'integer') : nullOf(metric.type);
    default:
      return nullOf(metric.type);
  }
}
