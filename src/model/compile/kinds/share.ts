import type { ShareMetricDefinition } from '../../../definitions/definitions.js';
import { isNumeric } from '../../../expressions/data-type.js';
import { column } from '../../../expressions/scalar.js';
import type { ShareMetric } from '../../model.js';
import { findPath, isProblem } from '../../path.js';
import { type MetricContext, refused } from '../metric-context.js';
import { base } from './expression.js';

/** A group's part of the whole, or of its parent. */
export function compileShare(definition: ShareMetricDefinition, context: MetricContext): ShareMetric {
  const input = context.metric(definition.of.value, definition.of.at);
  if (!isNumeric(input.type))
    refused({
      code: 'TYPE_MISMATCH',
      at: definition.of.at,
      message: `A share is of a number; "${input.name}" is ${input.type}.`,
    });
  for (const path of definition.within)
    for (const dataset of input.datasets) {
      const found = findPath(context.model, dataset, path.value);
      if (isProblem(found)) refused({ ...found, at: path.at });
    }
  const value = column('input', input.name, 'double');
  return {
    kind: 'share',
    ...base(definition, value, input.datasets, context),
    input: input.name,
    within: definition.within.map(({ value: path }) => path),
  };
}
