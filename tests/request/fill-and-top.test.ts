import { describe, expect, test } from '@jest/globals';
import type { ProblemCode } from '../../src/problems/codes.js';
import type { DimensionInput, MetricQueryInput } from '../../src/request/query-input.js';
import { problemsOf, read } from '../builders/request.js';
import { streaming } from '../builders/streaming.js';

const model = streaming();
const byMonth: DimensionInput = { as: 'month', path: 'metric_time', grain: 'month' };
const byDevice: DimensionInput = { as: 'device', path: 'device' };
const plays = (more: MetricQueryInput): MetricQueryInput => ({
  metrics: ['plays'],
  dimensions: [byMonth, byDevice],
  ...more,
});

describe('readRequest reads fill', () => {
  test.each(['empty', 'zero'] as const)('%s', (fill) => {
    expect(read(model, plays({ fill })).fill).toBe(fill);
  });

  test('for periods of a custom grain too, and not at all unless it is said', () => {
    const dimensions = [{ ...byMonth, grain: 'fiscal_quarter' }];
    expect(read(model, plays({ dimensions, fill: 'zero' })).fill).toBe('zero');
    expect(read(model, plays({ fill: null })).fill).toBeNull();
  });

  test.each<[string, MetricQueryInput]>([
    ['without metric_time', plays({ dimensions: [byDevice], fill: 'zero' })],
    ['with another time only', plays({ dimensions: [{ path: 'started_at', grain: 'day' }], fill: 'zero' })],
    ['with a part of it only', plays({ dimensions: [{ path: 'metric_time', part: 'day_of_week' }], fill: 'empty' })],
  ])('which has no effect %s: there are no periods to fill', (_, input) => {
    expect(read(model, input).fill).toBeNull();
  });

  test('and refuses it without metrics', () => {
    const input: MetricQueryInput = { dataset: 'members', dimensions: [{ path: 'plan' }], fill: 'empty' };
    expect(problemsOf(() => read(model, input))).toContainEqual(
      expect.objectContaining({ code: 'INVALID_REQUEST', path: 'input.fill' }),
    );
  });
});

describe('readRequest reads top', () => {
  test('with a metric that is not asked, whose datasets are walked too', () => {
    const { top, metrics, dimensions } = read(model, {
      metrics: ['plays'],
      dimensions: [{ as: 'plan', path: 'member.plan' }],
      top: { count: 3, by: 'impressions', dimension: 'plan', other: 'all else' },
    });
    expect(top).toMatchObject({ count: 3, by: { name: 'impressions' }, dimension: 'plan', other: 'all else' });
    expect(metrics.map(({ name }) => name)).toEqual(['plays']);
    expect([...(dimensions[0]?.paths.keys() ?? [])]).toEqual(['plays', 'impressions']);
  });

  test('with "other" as the label of the rest', () => {
    expect(read(model, plays({ top: { count: 1, by: 'plays', dimension: 'device' } })).top?.other).toBe('other');
  });

  const top = { count: 2, by: 'plays', dimension: 'device' };
  test.each<[string, MetricQueryInput, ProblemCode, string]>([
    ['of nothing', plays({ top: { ...top, count: 0 } }), 'INVALID_REQUEST', 'input.top.count'],
    ['of two and a half', plays({ top: { ...top, count: 2.5 } }), 'INVALID_REQUEST', 'input.top.count'],
    ['by an unknown metric', plays({ top: { ...top, by: 'playz' } }), 'UNKNOWN_METRIC', 'input.top.by'],
    [
      'of a dimension not asked',
      plays({ top: { ...top, dimension: 'divice' } }),
      'UNKNOWN_DIMENSION',
      'input.top.dimension',
    ],
    ['of periods', plays({ top: { ...top, dimension: 'month' } }), 'INVALID_REQUEST', 'input.top.dimension'],
    [
      'by a metric that cannot reach the dimension',
      plays({ dimensions: [byDevice], top: { ...top, by: 'impressions' } }),
      'UNREACHABLE_DIMENSION',
      'input.dimensions[0].path',
    ],
  ])('and refuses it %s', (_, input, code, path) => {
    expect(problemsOf(() => read(model, input))[0]).toMatchObject({ code, path });
  });
});
