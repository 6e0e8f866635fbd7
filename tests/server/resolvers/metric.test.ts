import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openWatching, type Watching } from './watching.js';

let watching: Watching;
beforeAll(async () => {
  watching = await openWatching();
});
afterAll(() => watching.close());

describe('metric handles', () => {
  test('that ask the same of one dataset are answered by one statement', async () => {
    const { data, errors, statements } = await watching.ask(`{
      a: metric(name: plays) { label unit value } b: metric(name: revenue) { value } c: metric(name: impressions) { value } d: metric(name: plays) { value } }`);
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      a: { label: expect.any(String), unit: null, value: 6 },
      b: { value: '6.70' },
      c: { value: 3 },
      d: { value: 6 },
    });
    expect(statements).toBe(2);
  });

  test('and other questions over the same rows, by whatever they group, are one statement too', async () => {
    const { data, errors, runs } = await watching.ask(`{
      plays: metric(name: plays) { value months: series(grain: month) { at value } devices: breakdown(by: "device", top: 1) { member value } }
      query(input: {metrics: [plays, revenue], dimensions: [{path: "device"}], limit: 1}) { rows } }`);
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      plays: {
        value: 6,
        months: [
          { at: '2024-01-01', value: 2 },
          { at: '2024-02-01', value: 3 },
          { at: null, value: 1 },
        ],
        devices: [{ member: 'tv', value: 3 }],
      },
      query: { rows: [{ device: '50%_off', plays: 1, revenue: '0.00' }] },
    });
    expect(runs).toBe(1);
  });

  test('with filters and ranges, whose numbers keep their digits', async () => {
    const { data, errors } = await watching.ask(`{ metric(name: plays) {
      big: value(where: [{path: "play_id", is: {eq: 9007199254740993}}])
      none: value(where: [{path: "play_id", is: {eq: 9007199254740992}}])
      nested: value(where: [{any: [{path: device, is: {contains: {text: "TV", ignoreCase: true}}}, {not: {path: device, is: {isNull: false}}}]}])
      january: value(time: {days: {from: "2024-01-01", through: "2024-01-31"}}) month: value(time: {last: {count: 1, grain: month}}) } }`);
    expect(errors).toBeUndefined();
    expect(data).toEqual({ metric: { big: 1, none: 0, nested: 4, january: 2, month: 3 } });
  });

  test('one that is refused does not fail the others', async () => {
    const { data, errors } = await watching.ask(`{
      plays: metric(name: plays) { value(where: [{path: "device", is: {eq: "tv"}}]) }
      impressions: metric(name: impressions) { name value(where: [{path: "device", is: {eq: "tv"}}]) }
      none: metric(name: nope) { name } }`);
    expect(data).toEqual({ plays: { value: 3 }, impressions: { name: 'impressions', value: null }, none: null });
    expect(errors?.map(({ extensions, path }) => [extensions?.code, path]).sort()).toEqual([
      ['UNKNOWN_DIMENSION', ['impressions', 'value']],
      ['UNKNOWN_METRIC', ['none']],
    ]);
  });

  test('series can have each period of the range', async () => {
    const { data, errors } = await watching.ask(`{ metric(name: revenue) {
      series(grain: month, time: {days: {from: "2023-12-01", through: "2024-01-31"}}, fill: EMPTY) { at value } } }`);
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      metric: {
        series: [
          { at: '2023-12-01', value: null },
          { at: '2024-01-01', value: '3.30' },
        ],
      },
    });
  });

  test('series have their own periods, whatever is asked beside them', async () => {
    const series = 'series(grain: month, where: [{path: "metric_time", grain: day, is: {isNull: false}}]) { at value }';
    const { data, errors, statements } = await watching.ask(`{
      plays: metric(name: plays) { ${series} } revenue: metric(name: revenue) { ${series} }
      tv: metric(name: tv_plays) { ${series} } impressions: metric(name: impressions) { ${series} } }`);
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      plays: {
        series: [
          { at: '2024-01-01', value: 2 },
          { at: '2024-02-01', value: 3 },
        ],
      },
      revenue: {
        series: [
          { at: '2024-01-01', value: '3.30' },
          { at: '2024-02-01', value: '3.40' },
        ],
      },
      tv: {
        series: [
          { at: '2024-01-01', value: 1 },
          { at: '2024-02-01', value: 2 },
        ],
      },
      impressions: {
        series: [
          { at: '2024-01-01', value: 1 },
          { at: '2024-02-01', value: 1 },
          { at: '2024-03-01', value: 1 },
        ],
      },
    });
    expect(statements).toBe(3);
  });

  test('breakdown shows the largest members and their shares', async () => {
    const { data, errors } = await watching.ask(
      '{ metric(name: minutes_watched) { breakdown(by: device, top: 2) { member value share } } }',
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      metric: {
        breakdown: [
          { member: 'tv', value: '195', share: 195 / 240 },
          { member: 'phone', value: '30', share: 30 / 240 },
        ],
      },
    });
  });

  test('change compares with what was before', async () => {
    const { data, errors } = await watching.ask(`{ metric(name: revenue) {
      month: change(time: {days: {from: "2024-02-01", through: "2024-02-29"}}, compare: {range: {days: {from: "2024-01-01", through: "2024-01-31"}}}) { value before difference ratio }
      last: change(time: {last: {count: 1, grain: month}}, compare: {to: PREVIOUS_PERIOD}) { before difference }
      year: change(time: {last: {count: 1, grain: month}}, compare: {to: PREVIOUS_YEAR}) { value before difference ratio } } }`);
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      metric: {
        month: { value: '3.40', before: '3.30', difference: '0.10', ratio: 0.1 / 3.3 },
        last: { before: '3.30', difference: '0.10' },
        year: { value: '3.40', before: null, difference: null, ratio: null },
      },
    });
  });

  test('lists its dimensions and its SQL', async () => {
    const { data } = await watching.ask(
      '{ metric(name: impressions) { dimensions { path type } sql(dialect: TRINO) } }',
    );
    expect(data).toMatchObject({
      metric: {
        dimensions: expect.arrayContaining([
          { path: 'metric_time', type: 'timestamp' },
          { path: 'member.country', type: 'text' },
        ]),
        sql: [expect.stringContaining('impressions')],
      },
    });
  });
});

describe('the catalogue', () => {
  test('finds metrics by words, page by page', async () => {
    const page = async (after: string | null) =>
      (
        await watching.ask(
          'query($after: String) { metrics(first: 2, after: $after, search: "play") { totalCount endCursor nodes { name } } }',
          { after },
        )
      ).data?.metrics as { endCursor: string; nodes: { name: string }[]; totalCount: number };
    const first = await page(null);
    expect(first).toMatchObject({ totalCount: 3, nodes: [{ name: 'last_play' }, { name: 'plays' }] });
    expect((await page(first.endCursor)).nodes).toEqual([{ name: 'tv_plays' }]);
  });

  test('lists the dimensions that all metrics have', async () => {
    const { data } = await watching.ask('{ dimensions(metrics: [plays, impressions]) { path } }');
    expect(data).toEqual({
      dimensions: [
        { path: 'metric_time' },
        { path: 'member_id' },
        { path: 'member.member_id' },
        { path: 'member.country' },
      ],
    });
  });

  test('lists the members of a dimension', async () => {
    const { data, errors } = await watching.ask(`{
      country: members(dimension: "member.country") device: members(dimension: device, dataset: "plays", search: "T") two: members(dimension: device, first: 2) }`);
    expect(errors).toBeUndefined();
    expect(data).toEqual({ country: ['BR', 'FR', null], device: ['tv'], two: ['50%_off', 'phone'] });
  });

  test.each([
    ['{ members(dimension: "member_id") }', 'AMBIGUOUS_DIMENSION'],
    ['{ members(dimension: "divice") }', 'UNKNOWN_DIMENSION'],
    ['{ members(dimension: device, first: -1) }', 'INVALID_REQUEST'],
    ['{ metrics(after: "x") { totalCount } }', 'INVALID_CURSOR'],
    ['{ dimensions(metrics: [nope]) { path } }', 'UNKNOWN_METRIC'],
  ])('%s is refused', async (query, code) => {
    expect((await watching.ask(query)).errors?.[0]?.extensions).toMatchObject({ code });
  });
});
