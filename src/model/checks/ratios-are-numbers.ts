import { isNumeric } from '../../expressions/data-type.js';
import type { Problem } from '../../problems/problem.js';
import type { Check } from './checks.js';

/** A ratio divides numbers: not dates, texts or conditions. */
export const ratiosAreNumbers: Check = (model) => {
  const problems: Problem[] = [];
  for (const metric of model.metrics.values()) {
    if (metric.kind !== 'ratio') continue;
    for (const side of ['numerator', 'denominator'] as const) {
      const input = model.metrics.get(metric[side].metric);
      if (input !== undefined && !isNumeric(input.type))
        problems.push({
          code: 'TYPE_MISMATCH',
          at: metric.at,
          message: `The ${side} of "${metric.name}" is "${input.name}", which is ${input.type}, not a number.`,
        });
    }
  }
  return problems;
};
