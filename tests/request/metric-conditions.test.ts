import { describe, expect, test } from '@jest/globals';
import type { ProblemCode } from '../../src/problems/codes.js';
import type { ConditionInput } from '../../src/request/query-input.js';
import { problemsOf, read } from '../builders/request.js';
import { streaming } from '../builders/streaming.js';

const model = streaming();
const busy: ConditionInput = { metric: 'streaming_hours', per: 'member_id', is: { gt: '450.5' } };
const where = (condition: ConditionInput, metrics = ['plays']) => read(model, { metrics, where: [condition] }).where[0];

describe('readRequest reads conditions on a metric per dimension', () => {
  test('with the path walked from every dataset asked, and the test typed as the metric', () => {
    const condition = where(busy, ['plays', 'impressions']);
    expect(condition).toMatchObject({
      kind: 'metric',
      metric: { name: 'streaming_hours' },
      per: 'member_id',
      test: { op: '>', value: '450.5', type: 'decimal(12,2)' },
    });
    expect(condition?.kind === 'metric' && [...condition.paths.keys()]).toEqual(['plays', 'impressions']);
  });

  test('without asking for the metric or its datasets', () => {
    const request = read(model, { metrics: ['impressions'], where: [busy] });
    expect(request.metrics.map(({ name }) => name)).toEqual(['impressions']);
    expect(request.where).toMatchObject([{ kind: 'metric' }]);
  });

  test.each<[string, ConditionInput['is'], object]>([
    ['between', { between: { from: '1', through: '2' } }, { op: 'between', from: '1', through: '2' }],
    ['in', { in: ['1', '2'] }, { op: 'in', values: ['1', '2'] }],
    ['isNull', { isNull: false }, { op: 'is_not_null' }],
  ])('by %s', (_, is, read) => {
    expect(where({ ...busy, is })).toMatchObject({ test: read });
  });

  test('inside of any and not', () => {
    expect(where({ any: [busy, { not: busy }] })).toMatchObject({
      kind: 'any',
      of: [{ kind: 'metric' }, { kind: 'not', of: { kind: 'metric' } }],
    });
  });

  test.each<[string, ConditionInput, ProblemCode, string]>([
    ['an unknown metric', { ...busy, metric: 'ours' }, 'UNKNOWN_METRIC', 'metric'],
    ['a per that the rows lack', { ...busy, per: 'membr_id' }, 'UNKNOWN_DIMENSION', 'per'],
    ['a per that the metric lacks', { ...busy, metric: 'impressions', per: 'device' }, 'UNREACHABLE_DIMENSION', 'per'],
    ['metric_time as per', { ...busy, per: 'metric_time' }, 'INVALID_REQUEST', 'per'],
    ['a value that the metric cannot have', { ...busy, is: { gt: 'much' } }, 'INVALID_VALUE', 'is.gt'],
  ])('and refuses %s', (_, condition, code, at) => {
    expect(problemsOf(() => where(condition))).toMatchObject([{ code, path: `input.where[0].${at}` }]);
  });

  test.each<[string, ConditionInput]>([
    ['without per', { metric: 'plays', is: { gt: '1' } }],
    ['without metric', { per: 'member_id', is: { gt: '1' } }],
    ['without a test', { metric: 'plays', per: 'member_id' }],
    ['with a path beside', { ...busy, path: 'device' }],
    ['with a grain', { ...busy, grain: 'day' }],
  ])('and refuses one %s', (_, condition) => {
    expect(problemsOf(() => where(condition))).toMatchObject([{ code: 'INVALID_REQUEST', path: 'input.where[0]' }]);
  });

  test('and refuses a per that one of the datasets asked lacks', () => {
    const condition = { ...busy, per: 'device' };
    expect(problemsOf(() => where(condition, ['plays', 'impressions']))[0]?.code).toBe('UNREACHABLE_DIMENSION');
  });
});
