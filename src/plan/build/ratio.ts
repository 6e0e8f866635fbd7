import { call } from '../../expressions/scalar.js';
import type { RatioMetric } from '../../model/model.js';
import { type Build, build } from './builders.js';
import { inputFilters } from './derived.js';

/** Numerator over denominator, each aggregated in the group first; NULL where the denominator is 0 or NULL. */
export const ratio: Build<RatioMetric> = (metric, composer, above) => {
  const [numerator, denominator] = [metric.numerator, metric.denominator].map((input) => build(composer.metric(input.metric), composer, inputFilters(metric, input, above)));
  if (numerator === undefined || denominator === undefined) throw new Error('a ratio has two sides');
  return { value: call('/', [numerator.value, denominator.value], 'double'), presence: [...numerator.presence, ...denominator.presence] };
};
