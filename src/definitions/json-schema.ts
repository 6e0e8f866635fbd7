import { z } from 'zod';
import { calendarShape } from './calendar.js';
import { datasetShape } from './dataset.js';
import { spineShape } from './spine.js';
import { viewShape } from './view.js';

/** The JSON Schema of a definition file, by which editors complete and check; `schemas/metrics.schema.json` is its print. */
export function metricsJsonSchema(): Record<string, unknown> {
  const fileShape = z.union([datasetShape, viewShape, spineShape, calendarShape]);
  const { $schema, ...schema } = z.toJSONSchema(fileShape, { io: 'input', target: 'draft-7' });
  return {
    $schema,
    title: 'Grainline definitions',
    description: 'A dataset, a view, a spine or calendars.',
    ...schema,
  };
}

export const printMetricsJsonSchema = (): string => `${JSON.stringify(metricsJsonSchema(), null, 2)}\n`;
