import { describe, expect, test } from '@jest/globals';
import type { ProblemCode } from '../../src/problems/codes.js';
import type {
  ConditionInput,
  DimensionInput,
  MetricQueryInput,
  TestInput,
  TimeRangeInput,
} from '../../src/request/query-input.js';
import { NumberText } from '../../src/schema/number-text.js';
import { problemsOf, read } from '../builders/request.js';
import { streaming } from '../builders/streaming.js';

const model = streaming();
const plays = (more: MetricQueryInput = {}): MetricQueryInput => ({ metrics: ['plays'], ...more });
const where = (path: string, is: TestInput, more: Partial<ConditionInput> = {}): ConditionInput => ({
  path,
  is,
  ...more,
});

describe('readRequest looks names up', () => {
  test('a metric asked for twice is one column', () => {
    expect(read(model, { metrics: ['plays', 'impressions', 'plays'] }).metrics.map(({ name }) => name)).toEqual([
      'plays',
      'impressions',
    ]);
  });

  test('a path is walked from every dataset below the metrics', () => {
    const { dimensions } = read(model, {
      metrics: ['plays_per_impression'],
      dimensions: [{ path: 'member.country.region' }],
    });
    expect(dimensions.map(({ as, type, paths }) => [as, type, [...paths.keys()]])).toEqual([
      ['member.country.region', 'text', ['plays', 'impressions']],
    ]);
  });

  test('datasets of metrics that are only in having and order are walked too', () => {
    const { dimensions, having, order } = read(
      model,
      plays({
        dimensions: [{ as: 'plan', path: 'member.plan' }],
        having: [{ metric: 'impressions', is: { gt: '5' } }],
        orderBy: [{ by: 'streaming_hours' }],
      }),
    );
    expect([...(dimensions[0]?.paths.keys() ?? [])]).toEqual(['plays', 'impressions']);
    expect(having[0]).toMatchObject({ kind: 'test', test: { op: '>', value: '5', type: 'bigint' } });
    expect(order[0]).toMatchObject({ by: { metric: { name: 'streaming_hours' } }, direction: 'asc', nulls: 'last' });
  });

  test('without metrics it lists the values of a dataset', () => {
    expect(read(model, { dataset: 'members', dimensions: [{ path: 'plan' }] })).toMatchObject({
      dataset: 'members',
      metrics: [],
    });
  });

  test('the same dimension twice under one name is one column, under two names two', () => {
    const dimensions = [
      { as: 'd', path: 'device' },
      { as: 'd', path: 'device' },
      { as: 'e', path: 'device' },
    ];
    expect(read(model, plays({ dimensions })).dimensions.map(({ as }) => as)).toEqual(['d', 'e']);
  });

  test('order by a column comes before a metric of that name, and a key counts once', () => {
    const dimensions = [{ as: 'streaming_hours', path: 'device' }];
    expect(
      read(
        model,
        plays({
          dimensions,
          orderBy: [{ by: 'streaming_hours', direction: 'desc', nulls: 'first' }, { by: 'streaming_hours' }],
        }),
      ).order,
    ).toEqual([{ by: { dimension: 'streaming_hours' }, direction: 'desc', nulls: 'first' }]);
  });
});

describe('readRequest types dimensions', () => {
  test.each<[DimensionInput, string]>([
    [{ path: 'metric_time', grain: 'month' }, 'date'],
    [{ path: 'metric_time', grain: 'hour' }, 'timestamp'],
    [{ path: 'metric_time', part: 'day_of_week' }, 'integer'],
    [{ path: 'metric_time', grain: 'fiscal_quarter' }, 'text'],
    [{ path: 'metric_time', grain: 'day', instants: true }, 'timestamp'],
    [{ path: 'started_at' }, 'timestamp'],
    [{ path: 'released_on', grain: 'year' }, 'date'],
    [{ paths: [{ dataset: 'plays', path: 'price' }] }, 'decimal(8,2)'],
  ])('%j is %s', (dimension, type) => {
    expect(read(model, plays({ dimensions: [dimension] })).dimensions[0]?.type).toBe(type);
  });
});

describe('readRequest reads conditions', () => {
  test.each<[ConditionInput, object]>([
    [where('device', { in: ['tv', null, 'tv'] }), { op: 'in', values: ['tv', null], type: 'text' }],
    [where('device', { notIn: [] }), { op: 'not_in', values: [] }],
    [
      where('device', { contains: { text: '%_\\', ignoreCase: true } }),
      { op: 'contains', value: '%_\\', ignoreCase: true },
    ],
    [
      where('minutes', { between: { from: new NumberText('1'), through: new NumberText('2.5') } }),
      { op: 'between', from: '1', through: '2.5', type: 'decimal(11,1)' },
    ],
    [where('member.kids', { isNull: false }), { op: 'is_not_null' }],
    [
      where('play_id', { eq: new NumberText('9007199254740993') }),
      { op: '=', value: '9007199254740993', type: 'bigint' },
    ],
    [where('metric_time', { lte: '2024-02-29' }, { grain: 'day' }), { op: '<=', value: '2024-02-29', type: 'date' }],
    [
      where('started_at', { eq: '2024-02-29T10:00' }, { grain: 'hour' }),
      { op: '=', value: '2024-02-29T10:00:00', type: 'timestamp' },
    ],
    [where('metric_time', { eq: 'FY24-Q1' }, { grain: 'fiscal_quarter' }), { op: '=', value: 'FY24-Q1', type: 'text' }],
  ])('%j', (condition, test) => {
    expect(read(model, plays({ where: [condition] })).where[0]).toMatchObject({ kind: 'test', test });
  });

  test('any, all and not nest', () => {
    const tv = where('device', { eq: 'tv' });
    expect(read(model, plays({ where: [{ any: [tv, { all: [tv, { not: tv }] }] }] })).where).toMatchObject([
      {
        kind: 'any',
        of: [{ kind: 'test' }, { kind: 'all', of: [{ kind: 'test' }, { kind: 'not', of: { kind: 'test' } }] }],
      },
    ]);
  });
});

describe('readRequest makes time absolute', () => {
  test.each<[TimeRangeInput, string, string]>([
    [{ days: { from: '2024-02-01', through: '2024-02-29' } }, '2024-02-01T00:00:00', '2024-03-01T00:00:00'],
    [
      { between: { from: '2024-02-01T10:00', to: '2024-02-01T10:30:00.5' } },
      '2024-02-01T10:00:00',
      '2024-02-01T10:30:00.5',
    ],
    [{ last: { count: 2, grain: 'week' } }, '2024-02-26T00:00:00', '2024-03-11T00:00:00'],
    [{ last: { count: 1, grain: 'quarter' } }, '2023-10-01T00:00:00', '2024-01-01T00:00:00'],
    [{ last: { count: 3, grain: 'hour' } }, '2024-03-13T07:00:00', '2024-03-13T10:00:00'],
    [{ this: 'month' }, '2024-03-01T00:00:00', '2024-04-01T00:00:00'],
  ])('%j', (time, from, to) => {
    expect(read(model, plays({ time })).time).toEqual({ from, to });
  });

  test('in the zone of the request, at the instant that asOf says', () => {
    const at = { timeZone: 'Asia/Tokyo', asOf: '2024-12-31T15:00:00Z', time: { this: 'year' } } as const;
    expect(read(model, plays(at))).toMatchObject({
      zone: 'Asia/Tokyo',
      time: { from: '2025-01-01T00:00:00', to: '2026-01-01T00:00:00' },
    });
  });
});

describe('readRequest refuses', () => {
  const region = { path: 'member.country.region' };
  test.each<[string, MetricQueryInput, ProblemCode, string]>([
    ['an unknown metric', { metrics: ['playz'] }, 'UNKNOWN_METRIC', 'input.metrics[0]'],
    [
      'a metric that could not be compiled, with its own problem',
      { metrics: ['broken'] },
      'UNKNOWN_COLUMN',
      'input.metrics[0]',
    ],
    [
      'an unknown metric in having',
      plays({ having: [{ any: [{ metric: 'nope', is: { gt: '1' } }] }] }),
      'UNKNOWN_METRIC',
      'input.having[0].any[0].metric',
    ],
    ['nothing', {}, 'NOTHING_ASKED', 'input.metrics'],
    ['a dataset without dimensions', { dataset: 'plays' }, 'NOTHING_ASKED', 'input.metrics'],
    ['an unknown dataset', { dataset: 'playz', dimensions: [region] }, 'UNKNOWN_DATASET', 'input.dataset'],
    [
      'an unknown dimension',
      plays({ dimensions: [{ path: 'divice' }] }),
      'UNKNOWN_DIMENSION',
      'input.dimensions[0].path',
    ],
    [
      'the name of a dataset in place of a link',
      plays({ dimensions: [{ path: 'members.plan' }] }),
      'UNKNOWN_LINK',
      'input.dimensions[0].path',
    ],
    [
      'a name that two roles lead to',
      plays({ dimensions: [{ path: 'plan' }] }),
      'AMBIGUOUS_DIMENSION',
      'input.dimensions[0].path',
    ],
    [
      'a dimension that one of the datasets lacks',
      { metrics: ['plays', 'impressions'], dimensions: [{ path: 'device' }] },
      'UNREACHABLE_DIMENSION',
      'input.dimensions[0].path',
    ],
    [
      'paths that leave a dataset out',
      { metrics: ['plays', 'impressions'], dimensions: [{ as: 'd', paths: [{ dataset: 'plays', path: 'device' }] }] },
      'UNREACHABLE_DIMENSION',
      'input.dimensions[0].paths',
    ],
    [
      'a condition that one of the datasets lacks',
      { metrics: ['plays', 'impressions'], where: [where('device', { eq: 'tv' })] },
      'UNREACHABLE_DIMENSION',
      'input.where[0].path',
    ],
    [
      'paths of different types',
      {
        metrics: ['plays', 'impressions'],
        dimensions: [
          {
            as: 'd',
            paths: [
              { dataset: 'plays', path: 'minutes' },
              { dataset: 'impressions', path: 'row_name' },
            ],
          },
        ],
      },
      'INVALID_REQUEST',
      'input.dimensions[0].paths',
    ],
    [
      'path beside paths',
      plays({ dimensions: [{ path: 'device', paths: [] }] }),
      'INVALID_REQUEST',
      'input.dimensions[0]',
    ],
    [
      'a range of a custom grain, whose days are rows of a table',
      plays({ time: { last: { count: 1, grain: 'fiscal_quarter' } } }),
      'NOT_EXPRESSIBLE',
      'input.time.last.grain',
    ],
    ['the custom period around now', plays({ time: { this: 'fiscal_quarter' } }), 'NOT_EXPRESSIBLE', 'input.time.this'],
    [
      'metric_time without a grain',
      plays({ dimensions: [{ path: 'metric_time' }] }),
      'GRAIN_REQUIRED',
      'input.dimensions[0]',
    ],
    [
      'a condition on metric_time without a grain',
      plays({ where: [where('metric_time', { eq: '2024-01-01' })] }),
      'GRAIN_REQUIRED',
      'input.where[0]',
    ],
    [
      'an unknown grain',
      plays({ dimensions: [{ path: 'metric_time', grain: 'mnth' }] }),
      'UNKNOWN_GRAIN',
      'input.dimensions[0].grain',
    ],
    [
      'a grain on text',
      plays({ dimensions: [{ path: 'device', grain: 'month' }] }),
      'GRAIN_NOT_ALLOWED',
      'input.dimensions[0].grain',
    ],
    [
      'hours of a date',
      plays({ dimensions: [{ path: 'released_on', grain: 'hour' }] }),
      'GRAIN_NOT_ALLOWED',
      'input.dimensions[0].grain',
    ],
    [
      'hours where one of the metrics has dates',
      { metrics: ['plays', 'impressions'], dimensions: [{ path: 'metric_time', grain: 'hour' }] },
      'GRAIN_NOT_ALLOWED',
      'input.dimensions[0].grain',
    ],
    [
      'time of a metric that has none',
      { metrics: ['plays', 'members'], dimensions: [{ path: 'metric_time', grain: 'day' }] },
      'NO_TIME',
      'input.dimensions[0].path',
    ],
    ['a range for a metric without time', { metrics: ['members'], time: { this: 'day' } }, 'NO_TIME', 'input.time'],
    [
      'two columns of one name',
      plays({
        dimensions: [
          { as: 'd', path: 'device' },
          { as: 'd', path: 'minutes' },
        ],
      }),
      'DUPLICATE_COLUMN',
      'input.dimensions[1]',
    ],
    [
      'a dimension named as a metric',
      plays({ dimensions: [{ as: 'plays', path: 'device' }] }),
      'DUPLICATE_COLUMN',
      'input.dimensions[0]',
    ],
    [
      'a wrong value in a list',
      plays({ where: [where('minutes', { in: ['1', 'two'] })] }),
      'INVALID_VALUE',
      'input.where[0].is.in[1]',
    ],
    [
      'a wrong value after a null',
      plays({ where: [where('minutes', { in: [null, 'two'] })] }),
      'INVALID_VALUE',
      'input.where[0].is.in[1]',
    ],
    [
      'a comparison with null',
      plays({ where: [where('device', { eq: null })] }),
      'INVALID_VALUE',
      'input.where[0].is.eq',
    ],
    [
      'a search in numbers',
      plays({ where: [where('minutes', { contains: { text: '1' } })] }),
      'INVALID_VALUE',
      'input.where[0].is.contains',
    ],
    ['an empty condition', plays({ where: [{}] }), 'INVALID_REQUEST', 'input.where[0]'],
    [
      'a condition of two forms',
      plays({ where: [{ ...where('device', { eq: 'tv' }), any: [] }] }),
      'INVALID_REQUEST',
      'input.where[0]',
    ],
    ['any of nothing', plays({ where: [{ any: [] }] }), 'INVALID_REQUEST', 'input.where[0].any'],
    [
      'a list that is too long',
      plays({ where: [where('device', { in: new Array(10_001).fill('tv') })] }),
      'TOO_MANY_VALUES',
      'input.where[0].is.in',
    ],
    ['an unknown segment', plays({ segments: ['finishd'] }), 'UNKNOWN_SEGMENT', 'input.segments[0]'],
    [
      'a segment that one dataset lacks',
      { metrics: ['plays', 'impressions'], segments: ['finished'] },
      'UNKNOWN_SEGMENT',
      'input.segments[0]',
    ],
    ['an unknown zone', plays({ timeZone: 'Mars/Olympus' }), 'UNKNOWN_TIME_ZONE', 'input.timeZone'],
    [
      'a backward range',
      plays({ time: { days: { from: '2024-02-02', through: '2024-02-01' } } }),
      'INVALID_TIME_RANGE',
      'input.time',
    ],
    [
      'a day that does not exist',
      plays({ time: { days: { from: '2024-02-01', through: '2024-02-30' } } }),
      'INVALID_TIME_RANGE',
      'input.time.days.through',
    ],
    [
      'the last zero days',
      plays({ time: { last: { count: 0, grain: 'day' } } }),
      'INVALID_TIME_RANGE',
      'input.time.last.count',
    ],
    [
      'a range before all calendars',
      plays({ time: { last: { count: 9_999, grain: 'year' } } }),
      'INVALID_TIME_RANGE',
      'input.time',
    ],
    ['an asOf without a zone', plays({ asOf: '2024-01-01T00:00' }), 'INVALID_VALUE', 'input.asOf'],
    [
      'an order by nothing known',
      plays({ orderBy: [{ by: 'plays' }, { by: 'devise' }] }),
      'INVALID_REQUEST',
      'input.orderBy[1].by',
    ],
    ['a negative limit', plays({ limit: -1 }), 'INVALID_REQUEST', 'input.limit'],
    ['offset beside after', plays({ offset: 5, after: 'x' }), 'INVALID_REQUEST', 'input.offset'],
    ['a thousand metrics', { metrics: new Array(1000).fill('plays') }, 'TOO_COMPLEX', 'input.metrics'],
  ])('%s', (_, input, code, path) => {
    expect(problemsOf(() => read(model, input)).map((problem) => [problem.code, problem.path])).toEqual([[code, path]]);
  });

  test('conditions that nest too deep', () => {
    const deep = Array.from({ length: 60 }).reduce<ConditionInput>((not) => ({ not }), where('device', { eq: 'tv' }));
    expect(problemsOf(() => read(model, plays({ where: [deep] })))[0]?.code).toBe('TOO_COMPLEX');
  });

  test('with all problems at once, in the order of the request', () => {
    const problems = problemsOf(() =>
      read(model, {
        metrics: ['plays', 'playz'],
        dimensions: [{ path: 'nope' }, { path: 'device', grain: 'day' }],
        where: [where('minutes', { eq: 'x' })],
        limit: -1,
      }),
    );
    expect(problems.map(({ code }) => code)).toEqual([
      'INVALID_REQUEST',
      'UNKNOWN_METRIC',
      'UNKNOWN_DIMENSION',
      'GRAIN_NOT_ALLOWED',
      'INVALID_VALUE',
    ]);
  });

  test('with twenty problems at most', () => {
    expect(problemsOf(() => read(model, { metrics: Array.from({ length: 200 }, (_, i) => `nope_${i}`) }))).toHaveLength(
      20,
    );
  });

  test.each<[string, MetricQueryInput, RegExp]>([
    ['the nearest metric', { metrics: ['playz'] }, /Did you mean "plays"/],
    ['the roles that lead there', plays({ dimensions: [{ path: 'members.plan' }] }), /"member" and "gifted_by"/],
    ['the paths that lead there', plays({ dimensions: [{ path: 'plan' }] }), /member\.plan, gifted_by\.plan/],
    [
      'what all datasets have',
      { metrics: ['plays', 'impressions'], dimensions: [{ path: 'device' }] },
      /All of them have: member_id, member\.member_id/,
    ],
  ])('with a hint: %s', (_, input, hint) => {
    expect(problemsOf(() => read(model, input))[0]?.hint).toMatch(hint);
  });
});
