import { z } from 'zod';
import { metricNameShape } from '../input.js';
import { grainNameShape } from '../span-text.js';
import { textUnder } from '../tree.js';
import { type Kind, metricKeys } from './kind.js';

/** An aggregate of a metric's values per day, week or month, such as average daily viewers. */
export const multiStage: Kind = {
  // biome-ignore lint/suspicious/noThenProperty: the word of the definitions
  example: { kind: 'multi_stage', of: '$metric', grain: '$day', then: '$avg' },
  shape: z
    .strictObject({
      kind: z.literal('multi_stage'),
      of: metricNameShape,
      grain: grainNameShape.meta({ description: 'The periods of the first stage: day.' }),
      // biome-ignore lint/suspicious/noThenProperty: the word of the definitions
      then: z
        .enum(['avg', 'sum', 'min', 'max', 'median', 'count', 'count_distinct'])
        .meta({ description: 'What is made of their values.' }),
      ...metricKeys,
    })
    .meta({
      id: 'MultiStageMetric',
      title: 'Multi-stage',
      description: "An aggregate of a metric's values per period.",
    }),

  read: (reading, base, metric) => ({
    ...base,
    kind: 'multi_stage',
    of: reading.located(metric, 'of'),
    grain: reading.located(metric, 'grain'),
    aggregate: textUnder(metric, 'then') ?? 'avg',
  }),
};
