import { describe, expect, test } from '@jest/globals';
import { columnTypes } from './column-types.js';
import { difference } from './compare.js';
import { coverageOf, printCoverage } from './coverage.js';
import { evaluate } from './evaluate.js';
import { generate } from './generate.js';

const seeds = Array.from({ length: 300 }, (_, i) => i + 1);
const cases = seeds.map((seed) => generate(seed));

describe('generated cases', () => {
  test('the same seed gives the same case', () => {
    for (const seed of [1, 17, 255]) expect(generate(seed)).toEqual(cases[seed - 1]);
    expect(new Set(cases.map((c) => JSON.stringify(c.query))).size).toBeGreaterThan(290);
  });

  test('are answered with rows, or refused, as they say', () => {
    for (const { outcome, result } of cases) {
      if (outcome === 'rows') expect(result).toHaveProperty('rows');
      if (outcome === 'reject') expect(result).toHaveProperty('refused');
    }
  });

  test('mostly have rows to compare', () => {
    const filled = cases.filter(({ result }) => 'rows' in result && result.rows.length > 0);
    expect(filled.length).toBeGreaterThan(200);
  });

  test('are the same when asked again, column by column', () => {
    for (const { model, query, result, compare } of cases) {
      if ('refused' in result) continue;
      const again = evaluate(structuredClone(model), query);
      if ('refused' in again) throw new Error(again.refused);
      expect(difference(result, columnTypes(model, query), again, query.metrics, compare)).toBeUndefined();
    }
  });

  test('exercise every rule', () => {
    const coverage = coverageOf(cases);
    const missing = [...coverage].filter(([, count]) => count === 0).map(([rule]) => rule);
    expect([missing, printCoverage(coverage)]).toEqual([[], expect.stringContaining('G1')]);
  });

  test('use nothing but the features that are let in', () => {
    for (const seed of seeds.slice(0, 60)) {
      const { model, query } = generate(seed, { features: [] });
      const kinds = new Set(Object.values(model.metrics).map((metric) => metric.kind));
      expect([...kinds].toSorted()).toEqual(['derived', 'ratio', 'simple']);
      expect(model.spines).toEqual([]);
      expect(query).not.toHaveProperty('fill');
      expect(query).not.toHaveProperty('top');
      const links = Object.values(model.datasets).flatMap((dataset) => Object.values(dataset.links));
      expect(links.every((link) => link.kind === 'many_to_one' && !link.during)).toBe(true);
    }
  });
});
