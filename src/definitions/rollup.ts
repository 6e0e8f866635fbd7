import { z } from 'zod';
import type { Located } from '../problems/problem.js';
import { GRAINS } from '../time/grain.js';
import type { RollupDefinition } from './definitions.js';
import { nameShape } from './names.js';
import type { Reading } from './reading.js';
import { snippet } from './snippet.js';
import { readSpan, spanShape } from './span-text.js';
import { type Entry, get, type MapTree } from './tree.js';

export const LAGS = ['to_watermark', 'not_at_all'] as const;
export type Lag = (typeof LAGS)[number];

export const rollupShape = z
  .strictObject({
    description: z.string().optional().meta({ description: 'For people.' }),
    metrics: z.array(nameShape).min(1).meta({ description: 'Metrics of this dataset that it can answer.' }),
    dimensions: z
      .array(z.string())
      .optional()
      .meta({ description: 'Paths that it can be grouped and filtered by: [device, member.country].' }),
    grain: z.enum(GRAINS).optional().meta({ description: 'The finest periods of metric_time that it can answer.' }),
    zone: z.string().optional().meta({ description: 'Whose days, as an IANA name; UTC unless said.' }),
    segments: z.array(nameShape).optional().meta({ description: 'It holds the rows of these segments alone.' }),
    partition: z
      .enum(GRAINS)
      .optional()
      .meta({ description: 'The periods that are built, and built anew, by themselves.' }),
    refresh: z
      .strictObject({
        every: spanShape.optional().meta({ description: 'It is not built again earlier than this.' }),
        late: spanShape.optional().meta({ description: 'How long after its time a row may still land or change.' }),
        max_staleness: spanShape.optional().meta({
          description: 'So long after it was built it answers although its sources have changed; answers warn.',
        }),
      })
      .optional()
      .meta({ title: 'Refresh', description: 'When it is built again.' }),
    lag: z.enum(LAGS).optional().meta({
      description:
        'What it answers once its dataset has newer rows: periods before its watermark, or nothing, which is so unless said.',
    }),
  })
  .meta({
    id: 'Rollup',
    title: 'Rollup',
    description: 'Metrics aggregated ahead, in a table that answers are read from.',
  });

export const rollupSnippet = snippet('rollup', 'Metrics aggregated ahead.', {
  $name: { metrics: ['$metric'], dimensions: ['$dimension'], grain: 'day', partition: 'month' },
});

export function readRollup(reading: Reading, entry: Entry, all: MapTree): RollupDefinition | undefined {
  const what = `Rollup "${entry.key}"`;
  const isNamed = reading.isName(entry.key, entry.start, 'A rollup', all);
  const { value } = entry;
  if (reading.check(rollupShape, value, what, entry.start).size > 0 || !isNamed) return undefined;
  const refresh = get(value, 'refresh');
  const span = (key: string) => {
    const text = refresh && reading.locatedOrNone(refresh, key);
    return text && readSpan(text);
  };
  return {
    name: reading.locatedKey(entry),
    description: reading.locatedOrNone(value, 'description')?.value,
    metrics: reading.locatedList(value, 'metrics'),
    dimensions: reading.locatedList(value, 'dimensions'),
    grain: reading.locatedOrNone(value, 'grain') as RollupDefinition['grain'],
    zone: reading.locatedOrNone(value, 'zone'),
    segments: reading.locatedList(value, 'segments'),
    partition: reading.locatedOrNone(value, 'partition') as RollupDefinition['partition'],
    every: span('every'),
    late: span('late'),
    maxStaleness: span('max_staleness'),
    lag: reading.locatedOrNone(value, 'lag') as Located<Lag> | undefined,
  };
}
