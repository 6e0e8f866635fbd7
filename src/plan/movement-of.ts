import { inputsOf } from '../model/below.js';
import type { Metric, Model, SemiAdditive } from '../model/model.js';

/**
 * Whether a metric is an expression over aggregates of its own rows in each group, and of nothing else.
 * @param edges whether semi-additive metrics count as such
 */
export function isPlain(model: Pick<Model, 'metrics'>, metric: Metric, edges = false): boolean {
  switch (metric.kind) {
    case 'simple':
      return metric.semiAdditive === null || (edges && isOfItsRows(metric.semiAdditive));
    case 'ratio':
      return (
        [metric.numerator, metric.denominator].every((input) => input.offset === null && input.atStartOf === null) &&
        below(model, metric, edges)
      );
    case 'derived':
      return (
        [...metric.inputs.values()].every((input) => input.offset === null && input.atStartOf === null) &&
        below(model, metric, edges)
      );
    default:
      return false;
  }
}

/** Whether a metric's value in a group and period rests on nothing of other periods, and of other groups as a whole only. */
export function isOfItsPeriod(model: Pick<Model, 'metrics'>, metric: Metric): boolean {
  if (metric.kind === 'cumulative' || metric.kind === 'rank') return false;
  if (metric.kind === 'simple') return metric.semiAdditive?.fillForward == null;
  return inputsOf(metric).every((input) => {
    const found = model.metrics.get(input.metric);
    return !input.shifted && found !== undefined && isOfItsPeriod(model, found);
  });
}

/** Whether a semi-additive metric chooses among the rows it is given, and adds none of its own. */
const isOfItsRows = ({ take, fillForward }: SemiAdditive): boolean => take !== 'average' && fillForward === null;

const below = (model: Pick<Model, 'metrics'>, metric: Metric, edges: boolean): boolean =>
  inputsOf(metric).every((input) => {
    const found = model.metrics.get(input.metric);
    return found !== undefined && isPlain(model, found, edges);
  });
