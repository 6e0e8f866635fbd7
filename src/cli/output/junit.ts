import type { TextOf } from '../../problems/print.js';
import { printProblem } from '../../problems/print.js';
import type { FileResult, TestResult } from '../metric-tests/run-tests.js';
import { countTests, failureText } from './test-report.js';

/** The results as JUnit XML, a suite for each file; a problem of a file itself is an error of the suite. */
export function junitText(files: readonly FileResult[], textOf: TextOf): string {
  const { passed, failed, problems } = countTests(files);
  const all = { name: 'grainline', tests: passed + failed + problems, failures: failed, errors: problems };
  const suites = files.map((file) => suite(file, textOf));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', { ...all, time: seconds(files.flatMap(({ tests }) => tests)) }, suites)}\n`;
}

function suite(file: FileResult, textOf: TextOf): string {
  const { path, problems, tests } = file;
  const { passed, failed } = countTests([file]);
  const errors = problems.map((problem) => {
    const { code, message, at } = problem;
    const error = element('error', { type: code, message }, [escaped(printProblem(problem, textOf))]);
    return element(
      'testcase',
      { name: `the file, line ${at?.line ?? 1}`, classname: path, file: path, line: at?.line ?? 1, time: 0 },
      [error],
    );
  });
  const counts = { tests: passed + failed + problems.length, failures: failed, errors: problems.length };
  return element('testsuite', { name: path, ...counts, time: seconds(tests) }, [
    ...errors,
    ...tests.map((test) => testCase(test, path, textOf)),
  ]);
}

function testCase(test: TestResult, path: string, textOf: TextOf): string {
  const { name, at, failure } = test;
  const about = { name, classname: path, file: path, line: at.line, time: seconds([test]) };
  if (failure === null) return element('testcase', about, []);
  const text = failureText(failure, textOf);
  const message = failure.kind === 'rows' ? 'The rows are not those expected.' : (text.split('\n')[0] ?? '');
  return element('testcase', about, [element('failure', { type: failure.kind, message }, [escaped(text)])]);
}

const seconds = (tests: readonly TestResult[]): string =>
  (tests.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1000).toFixed(3);

/** `inner` is markup already. */
function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  inner: readonly string[],
): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(String(value))}"`);
  const open = `<${name}${written.join('')}`;
  return inner.length === 0 ? `${open}/>` : `${open}>${inner.join('\n')}</${name}>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\t': '&#9;',
};

/** Characters that XML 1.0 cannot have at all, escaped or not, become the replacement character. */
const escaped = (text: string): string =>
  text
    .replaceAll(/[^\t\n\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replaceAll(/[&<>"\n\t]/g, (character) => ENTITIES[character] ?? character);
