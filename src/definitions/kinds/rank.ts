import { z } from 'zod';
import { metricNameShape } from '../input.js';
import { textUnder } from '../tree.js';
import { type Kind, metricKeys } from './kind.js';

/** A group's place among all groups. */
export const rank: Kind = {
  example: { kind: 'rank', of: '$metric' },
  shape: z
    .strictObject({
      kind: z.literal('rank'),
      of: metricNameShape,
      direction: z.enum(['asc', 'desc']).optional().meta({ description: 'desc gives the largest the first place.' }),
      ties: z.enum(['competition', 'dense']).optional().meta({ description: 'competition: 1, 1, 3; dense: 1, 1, 2.' }),
      ...metricKeys,
    })
    .meta({ id: 'RankMetric', title: 'Rank', description: "A group's place among all groups." }),

  read: (reading, base, metric) => ({
    ...base,
    kind: 'rank',
    of: reading.located(metric, 'of'),
    direction: textUnder(metric, 'direction') === 'asc' ? 'asc' : 'desc',
    ties: textUnder(metric, 'ties') === 'dense' ? 'dense' : 'competition',
  }),
};
