import { Argument } from 'commander';
import { printMetricsJsonSchema } from '../../definitions/json-schema.js';
import type { Declare } from '../command.js';
import { printMetricTestsJsonSchema } from '../metric-tests/json-schema.js';

const SCHEMAS = { definitions: printMetricsJsonSchema, tests: printMetricTestsJsonSchema } as const;

/** The JSON Schemas by which editors complete and check. */
export const schema: Declare = (program, { out }) => {
  program
    .command('schema')
    .description('prints the JSON Schema of definition files, or of metric tests, for editors')
    .addArgument(new Argument('[of]', 'what it is for').choices(Object.keys(SCHEMAS)).default('definitions'))
    .addHelpText(
      'after',
      `
  grainline schema > metrics.schema.json
  grainline schema tests > metric-tests.schema.json

A file in metrics/ begins with: # yaml-language-server: $schema=../metrics.schema.json`,
    )
    .action((of: keyof typeof SCHEMAS) => out(SCHEMAS[of]()));
};
