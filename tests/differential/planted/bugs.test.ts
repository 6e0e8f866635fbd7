import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { bugs, finderOf } from './bugs.js';

test.each(bugs)('"$name" can be planted', (bug) => {
  const source = readFileSync(bug.file, 'utf8');
  expect(source.match(finderOf(bug))).toHaveLength(1);
  expect(source.replace(finderOf(bug), () => bug.replace)).not.toBe(source);
});

test('there are at least thirty, each with a name of its own', () => {
  expect(new Set(bugs.map(({ name }) => name)).size).toBe(bugs.length);
  expect(bugs.length).toBeGreaterThanOrEqual(30);
});
