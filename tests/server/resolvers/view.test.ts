import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openWatching, type Watching } from './watching.js';

let watching: Watching;
beforeAll(async () => {
  watching = await openWatching();
});
afterAll(() => watching.close());

const dataOf = async (query: string, variables?: Record<string, unknown>): Promise<unknown> => {
  const { data, errors } = await watching.ask(query, variables);
  expect(errors).toBeUndefined();
  return data;
};

describe('a view answers', () => {
  test.each([
    {
      name: 'the dimensions selected are the groups, the metrics of two datasets meet in them',
      query: '{ engagement(orderBy: {by: country}) { rows { country plays impressions } } }',
      rows: [
        { country: 'BR', plays: 2, impressions: 0 },
        { country: 'FR', plays: 2, impressions: 1 },
        { country: null, plays: 2, impressions: 2 },
      ],
    },
    {
      name: 'two aliases of a time with two grains are two groupings',
      query:
        '{ engagement(orderBy: [{by: metricTime}], time: {days: {from: "2024-01-01", through: "2024-02-04"}}) { rows { m: metricTime(grain: month) d: metricTime(grain: day) plays } } }',
      rows: [
        { m: '2024-01-01', d: '2024-01-10', plays: 1 },
        { m: '2024-01-01', d: '2024-01-31', plays: 1 },
        { m: '2024-02-01', d: '2024-02-01', plays: 1 },
      ],
    },
    {
      name: 'a part of a time',
      query: '{ engagement(orderBy: {by: startedAt}) { rows { month: startedAtPart(part: MONTH_OF_YEAR) plays } } }',
      rows: [
        { month: 1, plays: 2 },
        { month: 2, plays: 3 },
        { month: null, plays: 1 },
      ],
    },
    {
      name: 'digits of decimals are text, of integers numbers',
      query: '{ engagement(where: {country: {in: ["FR"]}}) { rows { revenue minutesWatched } } }',
      rows: [{ revenue: '3.30', minutesWatched: '90' }],
    },
    {
      name: 'the zone cuts the days',
      query:
        '{ engagement(timeZone: "Asia/Tokyo", orderBy: {by: metricTime}, where: {device: {eq: "phone"}}) { rows { metricTime(grain: MONTH) plays } } }',
      rows: [{ metricTime: '2024-02-01', plays: 1 }],
    },
    {
      name: 'text is taken literally',
      query: '{ engagement(where: {device: {contains: "%_OFF", ignoreCase: true}}) { rows { plays } } }',
      rows: [{ plays: 1 }],
    },
    {
      name: 'a null in a list keeps NULLs',
      query: '{ engagement(where: {device: {in: ["phone", null]}}) { rows { plays } } }',
      rows: [{ plays: 2 }],
    },
    {
      name: 'OR joins whole filters, NOT and AND nest',
      query:
        '{ engagement(where: {OR: [{device: {eq: "tv"}, country: {eq: "BR"}}, {NOT: {device: {in: ["tv", "phone"]}}}, {AND: [{country: {isNull: true}}, {device: {startsWith: "t"}}]}]}) { rows { plays } } }',
      rows: [{ plays: 3 }],
    },
    {
      name: 'an optional variable may be left out',
      query: 'query($c: TextFilter) { engagement(where: {country: $c}) { rows { plays } } }',
      rows: [{ plays: 6 }],
    },
    {
      name: 'having may name a metric that is not selected',
      query: '{ engagement(having: {minutesWatched: {gte: "100"}}) { rows { country plays } } }',
      rows: [{ country: 'BR', plays: 2 }],
    },
    {
      name: 'so may the order',
      query: '{ engagement(orderBy: {by: minutesWatched, direction: DESC}, limit: 1) { rows { country plays } } }',
      rows: [{ country: 'BR', plays: 2 }],
    },
    {
      name: 'the largest, and the others as one: its distinct members are not those of the groups added up',
      query:
        '{ engagement(top: {count: 1, by: minutesWatched, dimension: device, other: "the rest"}) { rows { device plays minutesWatched } } }',
      rows: [
        { device: 'tv', plays: 3, minutesWatched: '195' },
        { device: 'the rest', plays: 3, minutesWatched: '45' },
      ],
    },
    {
      name: 'each row beside the range before',
      query:
        '{ engagement(orderBy: {by: country}, time: {days: {from: "2024-02-01", through: "2024-02-29"}}, compare: {range: {days: {from: "2024-01-01", through: "2024-01-31"}}}) { rows { country plays previous { plays minutesWatched } } } }',
      rows: [
        { country: 'BR', plays: 2, previous: { plays: 0, minutesWatched: null } },
        { country: null, plays: 1, previous: { plays: 0, minutesWatched: null } },
      ],
    },
    {
      name: 'each month beside the month before, through a fragment; the metrics of another time alone',
      query: `{ engagement(time: {last: {count: 1, grain: month}}, compare: {to: PREVIOUS_PERIOD}) { rows { ...both } } }
        fragment both on EngagementRow { at: metricTime(grain: month) before: previous { n: plays revenue } }`,
      rows: [{ at: '2024-02-01', before: { n: 2, revenue: '3.30' } }],
    },
    { name: 'a segment', query: '{ engagement(segments: ["on_tv"]) { rows { plays } } }', rows: [{ plays: 3 }] },
    {
      name: 'dimensions alone are the values that rows have',
      query: '{ engagement(orderBy: {by: device}, limit: 2) { rows { device } } }',
      rows: [{ device: '50%_off' }, { device: 'phone' }],
    },
  ])('$name', async ({ query, rows }) => {
    expect(await dataOf(query)).toEqual({ engagement: { rows } });
  });

  test('each group in each period, where fill asks for it; the whole is not filled', async () => {
    const { data, errors } = await watching.ask(`{ engagement(
      fill: ZERO, time: {days: {from: "2023-12-01", through: "2024-01-31"}}, orderBy: [{by: metricTime}, {by: device}]
    ) { rows { metricTime(grain: month) device plays } grandTotal { plays } } }`);
    expect(errors).toBeUndefined();
    expect(data?.engagement).toEqual({
      rows: [
        { metricTime: '2023-12-01', device: 'phone', plays: 0 },
        { metricTime: '2023-12-01', device: 'tv', plays: 0 },
        { metricTime: '2024-01-01', device: 'phone', plays: 1 },
        { metricTime: '2024-01-01', device: 'tv', plays: 1 },
      ],
      grandTotal: { plays: 2 },
    });
  });

  test('through fragments, inline fragments and directives', async () => {
    const query = `query($with: Boolean!) {
      engagement(orderBy: {by: country}, limit: 1) { ... on Result { rowCount } ...parts }
    }
    fragment parts on EngagementResult { rows { ...row ... @include(if: $with) { device } impressions @skip(if: true) } }
    fragment row on EngagementRow { country plays }`;
    expect(await dataOf(query, { with: false })).toEqual({
      engagement: { rowCount: 1, rows: [{ country: 'BR', plays: 2 }] },
    });
    expect(await dataOf(query, { with: true })).toMatchObject({
      engagement: { rows: [{ country: 'BR', plays: 1, device: 'tv' }] },
    });
  });

  test('with aliases of the same field and different filters', async () => {
    expect(
      await dataOf(
        '{ fr: engagement(where: {country: {eq: "FR"}}) { rows { plays } } br: engagement(where: {country: {eq: "BR"}}) { rows { n: plays } } }',
      ),
    ).toEqual({ fr: { rows: [{ plays: 2 }] }, br: { rows: [{ n: 2 }] } });
  });

  test('with totals, columns and its proof', async () => {
    const data = await dataOf(`{ engagement(orderBy: {by: plays}, limit: 2, offset: 1) {
      rows { country plays } totalRows grandTotal { plays revenue }
      columns { name role unit values } proof { sql trino: sql(dialect: TRINO) tables fingerprint freshness { table } } warnings { code } } }`);
    expect(data).toMatchObject({
      engagement: {
        totalRows: 3,
        grandTotal: { plays: 6, revenue: '6.70' },
        columns: [
          { name: 'country', role: 'DIMENSION' },
          { name: 'plays', role: 'METRIC', values: [2, 2] },
        ],
        proof: {
          tables: expect.arrayContaining(['plays', 'members']),
          sql: [expect.stringContaining('GROUP BY')],
          trino: [expect.stringContaining('SELECT')],
        },
      },
    });
  });

  test('the columns of a comparison', async () => {
    const data = await dataOf(
      '{ engagement(time: {this: year}, compare: {to: PREVIOUS_YEAR}) { columns { name role } rows { minutesWatched previous { minutesWatched } } } }',
    );
    expect(data).toEqual({
      engagement: {
        columns: [
          { name: 'minutesWatched', role: 'METRIC' },
          { name: 'previous.minutesWatched', role: 'COMPARISON' },
        ],
        rows: [{ minutesWatched: '235', previous: { minutesWatched: null } }],
      },
    });
  });

  test('page by page, with a cursor', async () => {
    const page = (after: string | null) =>
      dataOf(
        'query($after: String) { engagement(orderBy: {by: country}, limit: 2, after: $after) { rows { country plays } endCursor } }',
        { after },
      ) as Promise<{ engagement: { rows: unknown[]; endCursor: string } }>;
    const first = await page(null);
    expect((await page(first.engagement.endCursor)).engagement.rows).toEqual([{ country: null, plays: 2 }]);
  });

  test('columns carry the aliases of a time by two grains', async () => {
    expect(
      await dataOf(
        '{ engagement { columns { name } rows { m: metricTime(grain: month) d: metricTime(grain: day) revenue } } }',
      ),
    ).toMatchObject({ engagement: { columns: [{ name: 'm' }, { name: 'd' }, { name: 'revenue' }] } });
  });
});

describe('a view refuses', () => {
  test.each([
    {
      name: 'rows without a column',
      query: '{ engagement { rows { __typename } } }',
      code: 'NOTHING_ASKED',
      argument: 'rows',
    },
    {
      name: 'a proof of nothing',
      query: '{ engagement { proof { sql } } }',
      code: 'NOTHING_ASKED',
      argument: 'engagement',
    },
    {
      name: 'rows that are skipped',
      query: '{ engagement { rows @skip(if: true) { plays } totalRows } }',
      code: 'NOTHING_ASKED',
      argument: 'engagement',
    },
    {
      name: 'a comparison with nothing',
      query: '{ engagement { rows { plays previous { plays } } } }',
      code: 'INVALID_REQUEST',
      argument: 'rows.previous',
    },
    {
      name: 'the top of what is not selected',
      query: '{ engagement(top: {count: 1, by: plays, dimension: country}) { rows { device plays } } }',
      code: 'UNKNOWN_DIMENSION',
      argument: 'top.dimension',
    },
    {
      name: 'the top by a dimension',
      query: '{ engagement(top: {count: 1, by: device, dimension: device}) { rows { device plays } } }',
      code: 'UNKNOWN_METRIC',
      argument: 'top.by',
    },
    {
      name: 'the top of periods',
      query:
        '{ engagement(top: {count: 1, by: plays, dimension: metricTime}) { rows { metricTime(grain: day) plays } } }',
      code: 'INVALID_REQUEST',
      argument: 'top.dimension',
    },
    {
      name: 'two aliased rows with different groupings',
      query: '{ engagement { rows { plays } b: rows { plays country } } }',
      code: 'INVALID_REQUEST',
      argument: 'b',
    },
    {
      name: 'a dimension that one of the metrics lacks',
      query: '{ engagement { rows { device impressions } } }',
      code: 'UNREACHABLE_DIMENSION',
      argument: 'rows.device.paths',
    },
    {
      name: 'an unknown grain',
      query: '{ engagement { rows { m: metricTime(grain: mnth) plays } } }',
      code: 'UNKNOWN_GRAIN',
      argument: 'rows.m.grain',
    },
    {
      name: 'an order by what is not grouped by',
      query: '{ engagement(orderBy: {by: country}) { rows { plays } } }',
      code: 'INVALID_REQUEST',
      argument: 'orderBy[0].by',
    },
    {
      name: 'a comparison with null',
      query: '{ engagement(where: {OR: [{country: {eq: null}}]}) { rows { plays } } }',
      code: 'INVALID_VALUE',
      argument: 'where.OR[0].country.eq',
    },
    {
      name: 'a negative limit',
      query: '{ engagement(limit: -1) { rows { plays } } }',
      code: 'INVALID_REQUEST',
      argument: 'limit',
    },
  ])('$name', async ({ query, code, argument }) => {
    const { data, errors } = await watching.ask(query);
    expect(data).toEqual({ engagement: null });
    expect(errors?.map(({ extensions }) => extensions)).toEqual([expect.objectContaining({ code, argument })]);
  });

  test('one question, and answers the others', async () => {
    const { data, errors } = await watching.ask(
      '{ a: engagement(limit: -1) { rows { plays } } b: engagement { rows { plays } } }',
    );
    expect(data).toEqual({ a: null, b: { rows: [{ plays: 6 }] } });
    expect(errors).toHaveLength(1);
  });
});
