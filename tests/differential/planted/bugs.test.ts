import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { bugs } from './bugs.js';

test.each(bugs)('"$name" can be planted', ({ file, find, replace }) => {
  const source = readFileSync(file, 'utf8');
  expect(source.split(find).length - 1).toBe(1);
  expect(source.replace(find, () => replace)).not.toBe(source);
});

test('there are at least thirty, each with a name of its own', () => {
  expect(new Set(bugs.map(({ name }) => name)).size).toBe(bugs.length);
  expect(bugs.length).toBeGreaterThanOrEqual(30);
});
