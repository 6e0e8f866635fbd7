import { z } from 'zod';
import { inputShape, readInput } from '../input.js';
import { get, type Tree } from '../tree.js';
import { type Kind, metricKeys } from './kind.js';

/** Numerator over denominator, each aggregated first and each with filters of its own. */
export const ratio: Kind = {
  example: { kind: 'ratio', numerator: '$metric', denominator: '$metric' },
  shape: z
    .strictObject({
      kind: z.literal('ratio'),
      numerator: inputShape.meta({ title: 'Numerator' }),
      denominator: inputShape.meta({ title: 'Denominator' }),
      ...metricKeys,
    })
    .meta({ id: 'RatioMetric', title: 'Ratio', description: 'Numerator over denominator, each aggregated first.' }),

  read: (reading, base, metric, what) => ({
    ...base,
    kind: 'ratio',
    numerator: readInput(reading, get(metric, 'numerator') as Tree, what),
    denominator: readInput(reading, get(metric, 'denominator') as Tree, what),
  }),
};
