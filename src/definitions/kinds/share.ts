import { z } from 'zod';
import { metricNameShape } from '../input.js';
import { type Kind, metricKeys } from './kind.js';

/** A group's part of the whole. */
export const share: Kind = {
  example: { kind: 'share', of: '$metric' },
  shape: z
    .strictObject({
      kind: z.literal('share'),
      of: metricNameShape,
      within: z
        .array(z.string())
        .optional()
        .meta({ description: 'Paths that are kept in the whole: [member.country].' }),
      ...metricKeys,
    })
    .meta({ id: 'ShareMetric', title: 'Share', description: "A group's part of the whole." }),

  read: (reading, base, metric) => ({
    ...base,
    kind: 'share',
    of: reading.located(metric, 'of'),
    within: reading.locatedList(metric, 'within'),
  }),
};
