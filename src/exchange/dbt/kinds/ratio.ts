import { inputKeys } from '../metrics.js';
import type { ImportKind } from './kinds.js';

export const ratio: ImportKind = (metrics, { type_params: { numerator, denominator } }, origin) => {
  if (!numerator || !denominator) return metrics.world.report.loss(origin, 'It has no numerator, or no denominator.');
  const [above, below] = [inputKeys(metrics, numerator, origin), inputKeys(metrics, denominator, origin)];
  if (above === undefined || below === undefined) return undefined;
  return {
    home: above.of.home,
    keys: { kind: 'ratio', numerator: above.keys, denominator: below.keys },
    below: [...above.of.below, ...below.of.below],
    moves:
      above.of.moves ||
      below.of.moves ||
      [numerator, denominator].some((each) => each.offset_window || each.offset_to_grain),
  };
};
