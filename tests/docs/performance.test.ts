import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import type { Figures } from '../../bench/figures.js';
import { printPerformance } from '../../bench/performance.js';

test('docs/performance.md is what the figures of the bench print', () => {
  const figures = JSON.parse(readFileSync('bench/figures.json', 'utf8')) as Figures;
  expect(readFileSync('docs/performance.md', 'utf8')).toBe(printPerformance(figures));
});
