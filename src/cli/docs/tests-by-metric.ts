import { relative } from 'node:path';
import type { Definitions } from '../../definitions/definitions.js';
import { findTestFiles } from '../../definitions/files.js';
import type { Configuration } from '../../server/configuration/configuration.js';
import { gathered, type TestedBy } from '../../site/catalogue.js';
import { readTestFile } from '../metric-tests/read-test-file.js';
import { tablesOfDefinitions } from '../metric-tests/test-tables.js';

/** The unit tests beside the definitions, by the metrics that they ask for. What cannot be read is for `test-metrics` to tell. */
export function testsByMetric(
  { project, metrics }: Pick<Configuration, 'project' | 'metrics'>,
  definitions: Definitions,
): ReadonlyMap<string, readonly TestedBy[]> {
  const tables = tablesOfDefinitions(definitions);
  const { files } = findTestFiles(project, relative(project, metrics) || '.');
  const tests = files.flatMap((file) => readTestFile(file, tables).tests);
  return gathered(
    tests,
    ({ asked }) => [...new Set(asked.metrics)],
    ({ name, at }) => ({ name, at }),
  );
}
