import { not, type Scalar } from '../../expressions/scalar.js';
import type { ScalarRule } from './rules.js';

/**
 *     (a < b) = TRUE    =>   a < b
 *     (a < b) = FALSE   =>   NOT a < b
 *
 * NULL stays NULL. Engines estimate and push down a comparison, and not a comparison of one. A bare column stays: compared
 * with a constant it is found in the statistics of a file.
 */
export const booleanItself: ScalarRule = (scalar) => {
  if (scalar.kind !== 'call' || scalar.name !== '=') return scalar;
  const [of, constant] = scalar.args;
  const is = of?.kind === 'call' && of.type === 'boolean' ? truthOf(constant) : undefined;
  return of === undefined || is === undefined ? scalar : is ? of : not(of);
};

const truthOf = (scalar: Scalar | undefined): boolean | undefined =>
  (scalar?.kind === 'literal' || scalar?.kind === 'value') && typeof scalar.value === 'boolean'
    ? scalar.value
    : undefined;
