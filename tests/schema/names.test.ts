import { describe, expect, test } from '@jest/globals';
import { camelCase, checkGraphqlNames, pascalCase } from '../../src/schema/names.js';
import { dataset, metric, model, type ViewDraft, view } from '../builders/model.js';

describe('camelCase and pascalCase', () => {
  test.each([
    ['streaming_hours', 'streamingHours', 'StreamingHours'],
    ['viewers_7d', 'viewers7d', 'Viewers7d'],
    ['a__b', 'aB', 'AB'],
    ['plays', 'plays', 'Plays'],
  ])('%s', (name, camel, pascal) => {
    expect([camelCase(name), pascalCase(name)]).toEqual([camel, pascal]);
  });
});

describe('checkGraphqlNames', () => {
  const columns = {
    metric_time: 'text',
    previous: 'text',
    streaming__hours: 'text',
    __kind: 'text',
    true: 'text',
    day: 'date',
    day_part: 'text',
    device: 'text',
  } as const;
  const own = (name: string) => ({ plays: name });
  const withViews = (...views: ViewDraft[]) =>
    checkGraphqlNames(
      model({
        datasets: [dataset('plays', { columns })],
        metrics: [metric('plays', 'plays'), metric('streaming_hours', 'plays')],
        views,
      }),
    );

  test.each([
    {
      name: 'a view that would be a fixed root field',
      views: [view('query', { metrics: ['plays'] })],
      says: '"query"',
    },
    {
      name: 'two views that become one field',
      views: [view('a_1', { metrics: [] }), view('a1', { metrics: [] })],
      says: 'view "a_1" would both be the field "a1"',
    },
    {
      name: 'a dimension that becomes a fixed row field',
      views: [view('v', { metrics: [], dimensions: { previous: own('previous') } })],
      says: 'fixed field "previous"',
    },
    {
      name: 'a dimension that becomes metricTime',
      views: [view('v', { metrics: [], dimensions: { metric_time: { plays: 'device' } } })],
      says: '"metricTime"',
    },
    {
      name: 'a dimension and a metric that become one field',
      views: [view('v', { metrics: ['streaming_hours'], dimensions: { streaming__hours: own('streaming__hours') } })],
      says: 'both be the field "streamingHours"',
    },
    {
      name: 'a dimension that becomes the part of another',
      views: [view('v', { metrics: [], dimensions: { day: own('day'), day_part: own('day_part') } })],
      says: '"dayPart"',
    },
    {
      name: 'a name that GraphQL keeps for itself',
      views: [view('v', { metrics: [], dimensions: { __kind: own('__kind') } })],
      says: 'cannot hold: "__kind"',
    },
    {
      name: 'a name that no enum value can have',
      views: [view('v', { metrics: [], dimensions: { true: own('true') } })],
      says: 'cannot hold: "true"',
    },
  ])('refuses $name', ({ views, says }) => {
    const problems = withViews(...views);
    expect(problems.map(({ code }) => code)).toEqual(['NAME_CLASH']);
    expect(problems[0]?.message).toContain(says);
  });

  test('says nothing of names that stand apart', () => {
    expect(
      withViews(view('v', { metrics: ['plays'], dimensions: { device: own('device'), day: own('day') } })),
    ).toEqual([]);
  });
});
