import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cpuOf } from '../builders/cpu.js';
import { dataset, problemsOf, read } from './read.js';

const MEGABYTE = 1_000_000;
const tens = (from: string, to: string): string => `${to}: &${to} [${Array(10).fill(`*${from}`).join(', ')}]`;
const letters = 'abcdefghi'.split('');

describe('junk', () => {
  test('an alias bomb is measured, not set off', () => {
    const bomb = ['a: &a [x, x]', ...letters.slice(1).map((to, i) => tens(letters[i] ?? '', to))].join('\n');
    const cpu = cpuOf(() =>
      expect(problemsOf(bomb)).toEqual([expect.stringContaining('INVALID_YAML Aliases stand for too many values.')]),
    );
    expect(cpu).toBeLessThan(1_000);
  });

  test.each([
    '[',
    '{a: ',
    '- ',
    '? ',
    ']',
    '}',
    '[]',
    '"',
    "'",
    '&a ',
    '*a ',
    '!!x ',
    'a:\n',
    'a: b: ',
    '---\n',
    '@',
    '\0',
    '%a\n',
  ])('a megabyte of %j ends with few problems', (unit) => {
    const { problems } = read(unit.repeat(MEGABYTE / unit.length));
    expect(problems.length).toBeLessThan(300);
    expect(problems.length).toBeGreaterThan(0);
  });

  test('maps within maps are refused before they overflow the stack', () => {
    const deep = Array.from({ length: 60 }, (_, level) => `${' '.repeat(level)}a:`).join('\n');
    expect(problemsOf(deep)).toEqual([expect.stringContaining('Maps and lists nest more than 50 levels deep.')]);
  });

  test('a file with a thousand mistakes tells the first of them', () => {
    const { problems } = read(dataset(`metrics:\n${Array.from({ length: 1_000 }, (_, i) => `  m${i}: x\n`).join('')}`));
    expect(problems).toHaveLength(201);
    expect(problems.at(-1)?.message).toBe('The file has more problems; mend these first.');
  });

  test('no text makes it throw, and each problem has a place in the file', () => {
    const word = fc.constantFrom(
      ...'dataset: view: spine: table: columns: key: metrics: links: dimensions: segments: expression: kind: ratio'.split(
        ' ',
      ),
      ...'where: on: to: {a: {b: [c, d] } ] , - ? : | > & * &a *a !t "x" \'y\' # --- ... ~ null 1 SUM(a) COUNT(*) a.b'.split(
        ' ',
      ),
      '\n',
      '\n  ',
      '\n    ',
      '\t',
      '\r\n',
      '- ',
      ': ',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.array(word, { maxLength: 40 }).map((words) => words.join('')),
      fc.array(word, { maxLength: 40 }).map((words) => dataset(words.join(' '))),
    );
    fc.assert(
      fc.property(text, (given) => {
        const lines = given.replace(/^\uFEFF/, '').split('\n');
        for (const { at } of read(given).problems) {
          const line = lines[(at?.line ?? 0) - 1];
          expect(line).toBeDefined();
          expect(at?.column).toBeLessThanOrEqual((line?.length ?? 0) + 1);
        }
      }),
      { numRuns: 3_000 },
    );
  });
});
