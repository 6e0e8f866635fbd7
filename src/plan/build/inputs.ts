import type { Filter, Input, Metric } from '../../model/model.js';
import { shifted } from '../movement.js';
import { isMetricTime } from '../question.js';
import { notExpressible, type Shift, timelineOf } from '../timeline.js';
import type { Composer, Scope } from './builders.js';

/** Filters add up: the input's own, the metric's, and those from above. */
export const inputFilters = (
  metric: Metric,
  input: Pick<Input, 'where'>,
  above: readonly Filter[],
): readonly Filter[] => [...(input.where ? [input.where] : []), ...(metric.where ? [metric.where] : []), ...above];

/** What an input is asked for: its filters, and where it looks in time. */
export function inputScope(
  metric: Metric,
  input: Input,
  scope: Scope,
  { question, model }: Pick<Composer, 'question' | 'model'>,
): Scope {
  const filters = inputFilters(metric, input, scope.filters);
  const shift: Shift | null =
    input.offset !== null
      ? { kind: 'back', span: input.offset }
      : input.atStartOf !== null
        ? { kind: 'start', grain: input.atStartOf }
        : null;
  if (shift === null) return { filters, movement: scope.movement };
  const timeline = question.dimensions.some(isMetricTime) ? timelineOf(question) : null;
  if (timeline === null && shift.kind === 'start')
    return notExpressible(`"${metric.name}" looks at the start of a ${shift.grain}: ask it by metric_time.`);
  return { filters, movement: shifted(model, scope.movement, shift, timeline?.grain ?? null) };
}
