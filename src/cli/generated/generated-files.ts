import { readFileSync } from 'node:fs';
import { printMetricsJsonSchema } from '../../definitions/json-schema.js';
import { printMetricTestsJsonSchema } from '../metric-tests/json-schema.js';
import { printExpressionsPage } from './print-expressions.js';
import { printProblemsPage } from './print-problems.js';
import { printDefaultSchema } from './print-schema.js';

/** Files that are prints of the sources, by path from the project's top. */
export const GENERATED: Readonly<Record<string, () => string>> = {
  'schema.graphql': printDefaultSchema,
  'schemas/metrics.schema.json': printMetricsJsonSchema,
  'schemas/metric-tests.schema.json': printMetricTestsJsonSchema,
  'docs/problems.md': printProblemsPage,
  'docs/expressions.md': printExpressionsPage,
};

/** Those whose text is not what the sources print. */
export const outOfDate = (): string[] =>
  Object.entries(GENERATED).flatMap(([file, print]) => (textOf(file) === print() ? [] : [file]));

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
