import { describe, expect, test } from '@jest/globals';
import { byPlace } from '../../src/problems/by-place.js';
import { codeFrame } from '../../src/problems/frame.js';
import { printProblem, printProblems, problemJson } from '../../src/problems/print.js';
import type { Problem } from '../../src/problems/problem.js';

const at = (line: number, column: number, file = 'metrics/plays.yaml') => ({ file, line, column });

describe('codeFrame', () => {
  test.each([
    { name: 'points under the column', text: 'a\nb: cd\n', place: at(2, 4), frame: '    2 | b: cd\n      |    ^' },
    {
      name: 'keeps tabs, so that the caret stays below',
      text: '\tb: c',
      place: at(1, 5),
      frame: '    1 | \tb: c\n      | \t   ^',
    },
    {
      name: 'leaves out the carriage return',
      text: 'a: b\r\nc: d\r\n',
      place: at(2, 1),
      frame: '    2 | c: d\n      | ^',
    },
    {
      name: 'gives wide characters two columns',
      text: '数: x',
      place: at(1, 4),
      frame: '    1 | 数: x\n      |     ^',
    },
    {
      name: 'gives an emoji of two code units two columns',
      text: '🎬: x',
      place: at(1, 5),
      frame: '    1 | 🎬: x\n      |     ^',
    },
    {
      name: 'gives a combining accent none',
      text: 'e\u0301: x',
      place: at(1, 5),
      frame: '    1 | e\u0301: x\n      |    ^',
    },
    {
      name: 'shows control characters as such',
      text: 'a\u001b[31m: x',
      place: at(1, 1),
      frame: '    1 | a\uFFFD[31m: x\n      | ^',
    },
    { name: 'can point behind the last character', text: 'ab', place: at(1, 3), frame: '    1 | ab\n      |   ^' },
    { name: 'is empty where there is no such line', text: 'a', place: at(9, 1), frame: '' },
  ])('$name', ({ text, place, frame }) => {
    expect(codeFrame(text, place)).toBe(frame);
  });

  test('cuts a long line around the column', () => {
    const text = `${'x'.repeat(500)}HERE${'y'.repeat(500)}`;
    const [line = '', caret = ''] = codeFrame(text, at(1, 501)).split('\n');
    expect(line.length).toBeLessThan(120);
    expect(line.slice(caret.indexOf('^'))).toMatch(/^HEREy+…$/);
  });
});

const unknown: Problem = {
  code: 'INVALID_DEFINITION',
  message: 'Metric "plays" has no key "expresion".',
  at: at(2, 11),
  hint: 'Did you mean "expression"?',
};

describe('printProblem', () => {
  test('shows place, code, message, line and hint', () => {
    const text = 'metrics:\n  plays: {expresion: COUNT(*)}\n';
    expect(printProblem(unknown, () => text)).toBe(
      [
        'metrics/plays.yaml:2:11 INVALID_DEFINITION Metric "plays" has no key "expresion".',
        '    2 |   plays: {expresion: COUNT(*)}',
        '      |           ^',
        '  Did you mean "expression"?',
      ].join('\n'),
    );
  });

  test.each([
    {
      name: 'a file that is not at hand',
      problem: { ...unknown, hint: undefined },
      text: 'metrics/plays.yaml:2:11 INVALID_DEFINITION Metric "plays" has no key "expresion".',
    },
    {
      name: 'a request',
      problem: { code: 'UNKNOWN_METRIC', message: 'No.', path: 'input.metrics[0]' },
      text: 'input.metrics[0] UNKNOWN_METRIC No.',
    },
    { name: 'no place at all', problem: { code: 'CANCELLED', message: 'Gone.' }, text: 'CANCELLED Gone.' },
  ] as const)('prints a problem of $name', ({ problem, text }) => {
    expect(printProblem(problem)).toBe(text);
  });

  test('prints all in the order of the files, and counts them', () => {
    const problems: Problem[] = [
      { code: 'INVALID_NAME', message: 'third', at: at(2, 1, 'b.yaml') },
      { code: 'INVALID_NAME', message: 'second', at: at(10, 1, 'a.yaml') },
      { code: 'INVALID_NAME', message: 'first', at: at(9, 30, 'a.yaml') },
    ];
    const lines = printProblems(problems).split('\n\n');
    expect(lines.map((line) => line.split(' ').at(-1))).toEqual(['first', 'second', 'third', 'files.']);
    expect(lines.at(-1)).toBe('3 problems in 2 files.');
    expect(printProblems([{ code: 'CANCELLED', message: 'Gone.' }])).toMatch(/\n\n1 problem\.$/);
  });

  test('puts problems without a place first', () => {
    const sorted = [unknown, { code: 'CANCELLED', message: 'Gone.' } as const].sort(byPlace);
    expect(sorted.map((problem) => problem.code)).toEqual(['CANCELLED', 'INVALID_DEFINITION']);
  });

  test('is flat for programs', () => {
    expect(problemJson(unknown)).toStrictEqual({
      severity: 'error',
      code: 'INVALID_DEFINITION',
      message: 'Metric "plays" has no key "expresion".',
      file: 'metrics/plays.yaml',
      line: 2,
      column: 11,
      hint: 'Did you mean "expression"?',
    });
    expect(problemJson({ code: 'CANCELLED', message: 'Gone.' })).toStrictEqual({
      severity: 'error',
      code: 'CANCELLED',
      message: 'Gone.',
    });
  });

  test('tells warnings from what keeps definitions from being served', () => {
    const warning: Problem = {
      code: 'UNIT_MISMATCH',
      severity: 'warning',
      message: 'Hours and dollars.',
      at: at(2, 1),
    };
    expect(printProblem(warning)).toBe('metrics/plays.yaml:2:1 warning UNIT_MISMATCH Hours and dollars.');
    expect(printProblems([warning]).split('\n\n').at(-1)).toBe('1 warning in 1 file.');
    expect(printProblems([warning, warning, unknown]).split('\n\n').at(-1)).toBe('1 problem and 2 warnings in 1 file.');
  });
});
