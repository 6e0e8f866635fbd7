import { z } from 'zod';
import { type JsonSchema, tidySchema } from '../../definitions/tidy-schema.js';
import { testFileShape } from './test-shape.js';

/** The JSON Schema of a file of metric tests; `schemas/metric-tests.schema.json` is its print. */
export function metricTestsJsonSchema(): Record<string, unknown> {
  const printed = z.toJSONSchema(testFileShape, { io: 'input', target: 'draft-7' });
  const { $schema, ...schema } = tidySchema(printed as JsonSchema);
  return { $schema, title: 'Grainline metric tests', ...schema };
}

export const printMetricTestsJsonSchema = (): string => `${JSON.stringify(metricTestsJsonSchema(), null, 2)}\n`;
