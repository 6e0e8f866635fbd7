// `node scripts/ci/count-tests.mjs JEST.json [SECONDS]`: prints "passed failed skipped" of a jest run.
// A suite that could not be loaded is a failure, and so are no tests at all and a run past twice the budget: a busy
// machine alone makes no failure, but a run past the budget is said.
import { existsSync, readFileSync } from 'node:fs';

const [file, seconds = '180'] = process.argv.slice(2);
const budget = Number(seconds); // for `npm test` without the installation

if (!existsSync(file)) {
  console.error('jest wrote no results.');
  process.exit(1);
}
const run = JSON.parse(readFileSync(file, 'utf8'));
const took = (Math.max(run.startTime, ...run.testResults.map((suite) => suite.endTime)) - run.startTime) / 1000;
const faults = [
  run.numRuntimeErrorTestSuites > 0 && [
    `${run.numRuntimeErrorTestSuites} suites failed to load`,
    run.numRuntimeErrorTestSuites,
  ],
  run.numTotalTests === 0 && ['no test was run', 1],
  took > 2 * budget && [`the tests took ${Math.round(took)} s; the budget is ${budget} s`, 1],
].filter(Boolean);

if (took > budget) console.error(`NOTE: the tests took ${Math.round(took)} s; the budget is ${budget} s`);
for (const [text] of faults) console.error(`FAILED: ${text}`);
const failed = run.numFailedTests + faults.reduce((sum, [, count]) => sum + count, 0);
console.log(run.numPassedTests, failed, run.numPendingTests + run.numTodoTests);
