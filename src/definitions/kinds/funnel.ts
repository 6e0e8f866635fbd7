import { z } from 'zod';
import type { FunnelMetricDefinition } from '../definitions.js';
import { metricNameShape } from '../input.js';
import { columnNameShape } from '../names.js';
import type { Reading } from '../reading.js';
import { readSpan, spanShape } from '../span-text.js';
import { get, type MapTree, textUnder } from '../tree.js';
import { type Kind, metricKeys } from './kind.js';
import { hasUnitOfTime, NEEDS_TIME, NEEDS_UNIT, readTimeToConvert, thenIsOfTime, timeKeys } from './time-to-convert.js';

const CALCULATIONS = ['rate', 'count', 'time'] as const;
const MOST_STEPS = 10;
const OF_PATH = ['entity', 'window', 'constant', 'count'] as const;

/** How many get from a first event to a later step. */
export const funnel: Kind = {
  example: { kind: 'funnel', steps: ['$metric', '$metric'], entity: '$column', window: '$30 days' },
  shape: z
    .strictObject({
      kind: z.literal('funnel'),
      steps: z
        .array(metricNameShape)
        .min(2, { error: 'has two steps at least' })
        .max(MOST_STEPS, { error: `has ${MOST_STEPS} steps at most` })
        .optional()
        .meta({ description: 'Metrics that count the events, in the order in which they follow.' }),
      of: metricNameShape.optional().meta({ description: 'A funnel whose steps are taken, in place of steps.' }),
      entity: columnNameShape.optional().meta({ description: 'The dimension that says who: all datasets have it.' }),
      window: spanShape.optional().meta({ description: 'How long after the first step: 30 days.' }),
      constant: z
        .array(columnNameShape)
        .optional()
        .meta({ description: 'Dimensions that must be equal in all steps.' }),
      count: z
        .enum(['entities', 'starts'])
        .optional()
        .meta({ description: 'Each entity once (unless said), or each event of the first step.' }),
      step: metricNameShape.optional().meta({ description: 'The step that the value is about; the last unless said.' }),
      calculation: z
        .enum(CALCULATIONS)
        .optional()
        .meta({ description: 'The rate, the number that reached the step, or the time it took.' }),
      from: z
        .enum(['first', 'previous'])
        .optional()
        .meta({ description: 'What a rate or a time is from: the first step (unless said), or the one before.' }),
      ...timeKeys,
      ...metricKeys,
    })
    .refine(({ steps, of }) => (steps === undefined) !== (of === undefined), { error: 'must have one of steps, of' })
    .refine((metric) => metric.steps === undefined || metric.entity !== undefined, { error: 'needs "entity"' })
    .refine((metric) => metric.of === undefined || OF_PATH.every((key) => metric[key] === undefined), {
      error: `takes ${OF_PATH.join(', ')} from the funnel named by of`,
    })
    .refine(({ calculation, from }) => calculation !== 'count' || from === undefined, {
      error: 'has from:, which goes with a rate or a time',
    })
    .refine(hasUnitOfTime, NEEDS_UNIT)
    .refine(thenIsOfTime, NEEDS_TIME)
    .meta({ id: 'FunnelMetric', title: 'Funnel', description: 'How many get from a first event to a later step.' }),

  read: (reading, base, metric) => ({
    ...base,
    kind: 'funnel',
    path: readPath(reading, metric),
    step: reading.locatedOrNone(metric, 'step'),
    calculation: CALCULATIONS.find((each) => each === textUnder(metric, 'calculation')) ?? 'rate',
    from: textUnder(metric, 'from') === 'previous' ? 'previous' : 'first',
    time: readTimeToConvert(metric),
  }),
};

function readPath(reading: Reading, metric: MapTree): FunnelMetricDefinition['path'] {
  if (get(metric, 'of') !== undefined) return { of: reading.located(metric, 'of') };
  return {
    steps: reading.locatedList(metric, 'steps'),
    entity: reading.located(metric, 'entity'),
    constant: reading.locatedList(metric, 'constant'),
    ...(get(metric, 'window') && { window: readSpan(reading.located(metric, 'window')) }),
    counts: textUnder(metric, 'count') === 'starts' ? 'starts' : 'entities',
  };
}
