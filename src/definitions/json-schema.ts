import { z } from 'zod';
import { datasetShape } from './dataset.js';
import { spineShape } from './spine.js';
import { viewShape } from './view.js';

/** The JSON Schema of a definition file, by which editors complete and check; `schemas/metrics.schema.json` is its print. */
export function metricsJsonSchema(): Record<string, unknown> {
  const fileShape = z.union([datasetShape, viewShape, spineShape]);
  const { $schema, ...schema } = z.toJSONSchema(fileShape, { io: 'input', target: 'draft-7' });
  return { $schema, title: 'Grainline definitions', description: 'A dataset, a view or a spine.', ...schema };
}

export const printMetricsJsonSchema = (): string => `${JSON.stringify(metricsJsonSchema(), null, 2)}\n`;
