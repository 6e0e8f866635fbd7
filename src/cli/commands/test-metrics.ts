import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { type FoundFiles, findTestFiles } from '../../definitions/files.js';
import { refuse } from '../../problems/problem.js';
import { schemaFor } from '../../server/resolvers/schema-for.js';
import { openProject } from '../ask/project.js';
import { type Declare, projectFlags, told } from '../command.js';
import { EXIT } from '../exit.js';
import type { TestBench } from '../metric-tests/run-test.js';
import { type FileResult, runTests } from '../metric-tests/run-tests.js';
import { TestDatabase } from '../metric-tests/test-database.js';
import { tablesOfDefinitions } from '../metric-tests/test-tables.js';
import { junitText } from '../output/junit.js';
import { countTests, fileText, reportJson, summaryText } from '../output/test-report.js';
import type { Surroundings } from '../surroundings.js';

/** Unit tests of metrics: rows in, a question, rows out; in the embedded engine alone. */
export const testMetrics: Declare = (program, surroundings, ends) => {
  projectFlags(program.command('test-metrics'), ['metrics', 'dbt'])
    .description('runs the unit tests of metrics (*.test.yaml beside the definitions), without a warehouse')
    .option('-t, --test <words>', 'only tests with these words in their names')
    .option('--json', 'one JSON object: {files, passed, failed, problems}, each test with its difference', false)
    .option('--junit <file>', 'also write the results as JUnit XML')
    .addHelpText(
      'after',
      '\nExits with 0 where all tests pass, 1 where one fails or a file has a problem, 2 where nothing could be run.',
    )
    .action(async (flags: Flags) => ends(await told(surroundings, () => run(flags, surroundings))));
};

interface Flags {
  readonly test?: string | undefined;
  readonly json: boolean;
  readonly junit?: string | undefined;
}

async function run(flags: Flags, surroundings: Surroundings): Promise<number> {
  const { model, definitions, configuration } = openProject({ ...flags }, surroundings);
  const { project, metrics, limits } = configuration;
  // Beside definitions of dbt there may be no folder
  const found = existsSync(metrics) ? findTestFiles(project, relative(project, metrics) || '.') : NONE;
  const texts = new Map(found.files.map(({ path, text }) => [path, text]));
  const textOf = (file: string): string | undefined => texts.get(file);
  const results: FileResult[] = [];
  const take = (result: FileResult): void => {
    results.push(result);
    if (!flags.json) surroundings.out(fileText(result, textOf, surroundings.ink.out));
  };

  const tables = tablesOfDefinitions(definitions);
  const database = await TestDatabase.open(tables.all.values());
  try {
    for (const problem of found.problems) take({ path: problem.at?.file ?? '', problems: [problem], tests: [] });
    const bench: TestBench = { model, schema: schemaFor(model), tables, database, maxRows: limits.rows };
    for await (const result of runTests(bench, found.files, flags.test)) take(result);
  } finally {
    await database.close();
  }
  if (results.length === 0) nothingToRun(flags.test);
  if (flags.junit !== undefined) {
    const file = resolve(surroundings.folder, flags.junit);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, junitText(results, textOf));
  }
  const counts = countTests(results);
  surroundings.out(
    flags.json ? `${JSON.stringify(reportJson(results), null, 2)}\n` : summaryText(counts, surroundings.ink.out),
  );
  return counts.failed + counts.problems > 0 ? EXIT.problems : EXIT.ok;
}

const NONE: FoundFiles = { files: [], problems: [] };

const nothingToRun = (words: string | undefined): never =>
  refuse({
    code: 'INVALID_CONFIGURATION',
    message: words === undefined ? 'The project has no tests of metrics.' : `No test has "${words}" in its name.`,
    hint: 'They stand beside the definitions, in files that end in .test.yaml.',
  });
