import { call } from '../../expressions/scalar.js';
import type { RatioMetric } from '../../model/model.js';
import { type Build, build } from './builders.js';
import { inputScope } from './inputs.js';

/** Numerator over denominator, each aggregated in the group first; NULL where the denominator is 0 or NULL. */
export const ratio: Build<RatioMetric> = (metric, composer, scope) => {
  const sides = [metric.numerator, metric.denominator].map((input) =>
    build(composer.metric(input.metric), composer, inputScope(metric, input, scope, composer)),
  );
  return {
    value: call(
      '/',
      sides.map((side) => side.value),
      'double',
    ),
    behind: () => sides.flatMap((side) => side.behind()),
  };
};
