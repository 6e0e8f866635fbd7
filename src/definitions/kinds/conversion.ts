import { z } from 'zod';
import { metricNameShape } from '../input.js';
import { columnNameShape } from '../names.js';
import { readSpan, spanShape } from '../span-text.js';
import { get, textUnder } from '../tree.js';
import { type Kind, metricKeys } from './kind.js';
import { hasUnitOfTime, NEEDS_TIME, NEEDS_UNIT, readTimeToConvert, thenIsOfTime, timeKeys } from './time-to-convert.js';

const CALCULATIONS = ['rate', 'count', 'time'] as const;

/** How many of one event are followed by another of the same entity. */
export const conversion: Kind = {
  example: { kind: 'conversion', base: '$metric', conversion: '$metric', entity: '$column', window: '$30 days' },
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
        .enum(CALCULATIONS)
        .optional()
        .meta({ description: 'The rate, the number that converted, or the time it took.' }),
      count: z
        .enum(['conversions', 'bases'])
        .optional()
        .meta({ description: 'Each event that follows, or each first event that is followed.' }),
      ...timeKeys,
      ...metricKeys,
    })
    .refine(hasUnitOfTime, NEEDS_UNIT)
    .refine(thenIsOfTime, NEEDS_TIME)
    .meta({
      id: 'ConversionMetric',
      title: 'Conversion',
      description: 'How many of one event are followed by another.',
    }),

  read: (reading, base, metric) => ({
    ...base,
    kind: 'conversion',
    base: reading.located(metric, 'base'),
    conversion: reading.located(metric, 'conversion'),
    entity: reading.located(metric, 'entity'),
    constant: reading.locatedList(metric, 'constant'),
    ...(get(metric, 'window') && { window: readSpan(reading.located(metric, 'window')) }),
    calculation: CALCULATIONS.find((each) => each === textUnder(metric, 'calculation')) ?? 'rate',
    counts: textUnder(metric, 'count') === 'bases' ? 'bases' : 'conversions',
    time: readTimeToConvert(metric),
  }),
};
