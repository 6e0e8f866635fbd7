import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type DbtImport, importDbt } from '../../../src/exchange/dbt/import-dbt.js';
import { ProblemError } from '../../../src/problems/problem.js';
import { compile } from '../../builders/compile.js';

const NEWER = readFileSync('tests/exchange/dbt/newer.json', 'utf8');
const words = [...new Set([...NEWER.matchAll(/"(?:[^"\\]|\\.)*"(?=[,\n])/g)].map(([word]) => word))];

/** What may stand in the place of a name, an expression or a filter. */
const junk = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    '',
    ' ',
    '../x',
    'a b',
    'a.b',
    '1',
    'metric_time',
    'é',
    'select',
    'x"; --',
    '{{',
  ),
  fc.constantFrom(...words.map((word) => JSON.parse(word) as string)),
  fc.string({ maxLength: 12 }),
);

test('whatever texts a manifest has, what is written compiles, below its folder', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...words), junk), { minLength: 1, maxLength: 3 }), (changes) => {
      const text = changes.reduce((all, [word, by]) => all.replaceAll(word, () => JSON.stringify(by)), NEWER);
      const files = filesOf(text);
      expect(files.every(({ path }) => /^(views\/)?[a-z][a-z0-9_]*\.yaml$/.test(path))).toBe(true);
      const { problems } = compile(...files.map((file) => file.text));
      expect(problems.filter(({ severity }) => severity !== 'warning')).toEqual([]);
    }),
    { numRuns: 40 },
  );
}, 60_000);

/** None where the text is no manifest any more. */
function filesOf(text: string): DbtImport['files'] {
  try {
    return importDbt({ path: 'm.json', text }, undefined).files;
  } catch (error) {
    if (error instanceof ProblemError) return [];
    throw error;
  }
}
