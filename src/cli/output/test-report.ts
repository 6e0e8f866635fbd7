import { type Ink, PLAIN } from '../../problems/ink.js';
import { printProblem, printProblems, problemJson, type TextOf } from '../../problems/print.js';
import type { Failure } from '../metric-tests/run-test.js';
import type { FileResult, TestResult } from '../metric-tests/run-tests.js';
import { differenceText } from './difference.js';

/** A file with its tests, and below each that fails why it does. */
export function fileText({ path, problems, tests }: FileResult, textOf: TextOf, ink: Ink = PLAIN): string {
  const lines = tests.flatMap(({ name, at, failure }) =>
    failure === null
      ? [`  ${ink.good('✓')} ${name}`]
      : [
          `  ${ink.bad('✗')} ${name} ${ink.aside(`(${at.file}:${at.line})`)}`,
          indented(failureText(failure, textOf, ink), '    '),
          '',
        ],
  );
  const wrong = problems.length > 0 ? [indented(printProblems(problems, textOf, ink), '  ')] : [];
  return `${[ink.head(path), ...wrong, ...lines].join('\n').trimEnd()}\n\n`;
}

export function failureText(failure: Failure, textOf: TextOf, ink: Ink = PLAIN): string {
  if (failure.kind === 'rows') return differenceText(failure.difference, ink);
  if (failure.kind === 'answered')
    return `The question is answered with ${counted(failure.rowCount, 'row')}; expected was its refusal with ${failure.expected}.`;
  const { problems, expected } = failure;
  const instead = expected === null ? 'The question is refused:' : `Expected was a refusal with ${expected}, not:`;
  return [instead, ...problems.map((problem) => printProblem(problem, textOf, ink))].join('\n');
}

const indented = (text: string, by: string): string => text.replaceAll(/^(?=.)/gm, by);

export interface TestCounts {
  readonly files: number;
  readonly passed: number;
  readonly failed: number;
  /** Of the files themselves. */
  readonly problems: number;
}

export function countTests(files: readonly FileResult[]): TestCounts {
  const tests = files.flatMap((file) => file.tests);
  const failed = tests.filter(({ failure }) => failure !== null).length;
  const problems = files.reduce((sum, file) => sum + file.problems.length, 0);
  return { files: files.length, passed: tests.length - failed, failed, problems };
}

/** `12 tests in 3 files: 11 passed, 1 failed.` */
export function summaryText({ files, passed, failed, problems }: TestCounts, ink: Ink = PLAIN): string {
  const ends = [
    passed > 0 ? ink.good(`${passed} passed`) : `${passed} passed`,
    failed > 0 ? ink.bad(`${failed} failed`) : '',
    problems > 0 ? ink.bad(counted(problems, 'problem')) : '',
  ];
  return `${counted(passed + failed, 'test')} in ${counted(files, 'file')}: ${ends.filter(Boolean).join(', ')}.\n`;
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

export const reportJson = (files: readonly FileResult[]): object => ({
  ...countTests(files),
  files: files.map(({ path, problems, tests }) => ({
    path,
    problems: problems.map(problemJson),
    tests: tests.map(testJson),
  })),
});

const testJson = ({ name, at, milliseconds, failure }: TestResult): object => ({
  name,
  line: at.line,
  milliseconds: Math.round(milliseconds),
  passed: failure === null,
  ...(failure && {
    failure: failure.kind === 'refused' ? { ...failure, problems: failure.problems.map(problemJson) } : failure,
  }),
});
