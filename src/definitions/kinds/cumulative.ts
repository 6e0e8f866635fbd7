import { z } from 'zod';
import type { CumulativeMetricDefinition } from '../definitions.js';
import { metricNameShape } from '../input.js';
import type { Reading } from '../reading.js';
import { grainNameShape, readSpan, spanShape } from '../span-text.js';
import { get, type MapTree, textUnder } from '../tree.js';
import { type Kind, metricKeys } from './kind.js';

const PERIODS = ['first', 'last', 'average'] as const;
const WINDOWS = ['trailing', 'leading', 'to_date', 'all_time'] as const;

/** A metric over a window of time, such as the last 7 days. */
export const cumulative: Kind = {
  example: { kind: 'cumulative', of: '$metric', trailing: '$7 days' },
  shape: z
    .strictObject({
      kind: z.literal('cumulative'),
      of: metricNameShape,
      trailing: spanShape.optional().meta({ description: 'The time up to and with each period: 7 days.' }),
      leading: spanShape.optional().meta({ description: 'The time after each period: 7 days.' }),
      to_date: grainNameShape.optional().meta({ description: 'From the start of this grain: month, year.' }),
      all_time: z.literal(true).optional().meta({ description: 'From the beginning.' }),
      period: z.enum(PERIODS).optional().meta({ description: 'Which value stands for a longer period.' }),
      ...metricKeys,
    })
    .refine((metric) => WINDOWS.filter((key) => metric[key] !== undefined).length === 1, {
      error: `must have one of ${WINDOWS.join(', ')}`,
    })
    .meta({ id: 'CumulativeMetric', title: 'Cumulative', description: 'A metric over a window of time.' }),

  read: (reading, base, metric) => ({
    ...base,
    kind: 'cumulative',
    of: reading.located(metric, 'of'),
    window: readWindow(reading, metric),
    period: PERIODS.find((period) => period === textUnder(metric, 'period')) ?? 'last',
  }),
};

function readWindow(reading: Reading, metric: MapTree): CumulativeMetricDefinition['window'] {
  for (const kind of ['trailing', 'leading'] as const)
    if (get(metric, kind)) return { kind, span: readSpan(reading.located(metric, kind)) };
  return get(metric, 'to_date') ? { kind: 'to_date', grain: reading.located(metric, 'to_date') } : { kind: 'all_time' };
}
