import { z } from 'zod';
import { testFileShape } from './test-shape.js';

/** The JSON Schema of a file of metric tests; `schemas/metric-tests.schema.json` is its print. */
export function metricTestsJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(testFileShape, { io: 'input', target: 'draft-7' });
  return { $schema, title: 'Grainline metric tests', ...schema };
}

export const printMetricTestsJsonSchema = (): string => `${JSON.stringify(metricTestsJsonSchema(), null, 2)}\n`;
