import { z } from 'zod';
import { metricNameShape } from '../input.js';
import { columnNameShape } from '../names.js';
import { spanShape } from '../span-text.js';
import { type Kind, metricKeys, unsupported } from './kind.js';

/** How many of one event are followed by another of the same entity. */
export const conversion: Kind = {
  shape: z
    .strictObject({
      kind: z.literal('conversion'),
      base: metricNameShape.meta({ description: 'The metric that counts the first event.' }),
      conversion: metricNameShape.meta({ description: 'The metric that counts the event that follows.' }),
      entity: columnNameShape.meta({ description: 'The dimension that says who: both datasets have it.' }),
      window: spanShape.optional().meta({ description: 'How long after the first event: 30 days.' }),
      constant: z
        .array(columnNameShape)
        .optional()
        .meta({ description: 'Dimensions that must be equal in both events.' }),
      calculation: z
        .enum(['rate', 'count'])
        .optional()
        .meta({ description: 'The share of first events, or their number.' }),
      ...metricKeys,
    })
    .meta({
      id: 'ConversionMetric',
      title: 'Conversion',
      description: 'How many of one event are followed by another.',
    }),

  read: (reading, base, metric) => unsupported(reading, base, metric, 'kind'),
};
