import type { DefinitionText } from '../../definitions/read-definitions.js';
import type { Place, Problem } from '../../problems/problem.js';
import { readTestFile } from './read-test-file.js';
import { type Failure, runTest, type TestBench } from './run-test.js';

export interface FileResult {
  readonly path: string;
  /** Of the file itself; what has one is not run. */
  readonly problems: readonly Problem[];
  readonly tests: readonly TestResult[];
}

export interface TestResult {
  readonly name: string;
  readonly at: Place;
  readonly milliseconds: number;
  /** Null for a test that passes. */
  readonly failure: Failure | null;
}

/** File by file, so that each is told when it has run. @param named a part of the names of the tests to run, in any case */
export async function* runTests(
  bench: TestBench,
  files: readonly DefinitionText[],
  named = '',
): AsyncGenerator<FileResult> {
  for (const file of files) {
    const { path, tests, problems } = readTestFile(file, bench.tables);
    const chosen = tests.filter(({ name }) => name.toLowerCase().includes(named.toLowerCase()));
    const results: TestResult[] = [];
    for (const test of chosen) {
      const start = performance.now();
      const failure = await runTest(bench, test);
      results.push({ name: test.name, at: test.at, milliseconds: performance.now() - start, failure });
    }
    if (problems.length + results.length > 0) yield { path, problems, tests: results };
  }
}
