import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ANYONE, answer, type Runtime } from '../../../src/answer.js';
import { LruResultCache } from '../../../src/cache/lru-result-cache.js';
import type { Engine } from '../../../src/engine/engine.js';
import type { MetricQueryInput } from '../../../src/request/query-input.js';
import type { Answer } from '../../../src/result/result.js';
import { rowsOf } from '../../builders/ask.js';
import { modelOf } from '../../builders/compile.js';
import { read } from '../../builders/request.js';
import { describeLab, openLab, SCHEMA, setUp } from './lab.js';

/** 60 days of 1,000 plays; members come again, minutes are skewed; of the last day some are unknown. */
const PLAYS = `SELECT CAST(n AS BIGINT) AS "play_id", DATE_ADD('day', n / 1000, DATE '2024-01-01') AS "day",
    IF(n % 97 = 0, NULL, CAST(((n * 7919) % 10007) * ((n * 31) % 3 + 1) AS BIGINT)) AS "member",
    ELEMENT_AT(ARRAY['tv', 'phone', NULL], CAST(n % 3 + 1 AS INTEGER)) AS "device",
    IF(n % 101 = 0, NULL, CAST((n * 104729) % 1009 * ((n * 104729) % 1009) AS INTEGER)) AS "minutes"
  FROM UNNEST(SEQUENCE(0, 5999)) AS a (hi) CROSS JOIN UNNEST(SEQUENCE(0, 9)) AS b (lo) CROSS JOIN LATERAL (SELECT hi * 10 + lo AS n)`;
const SKETCHES = `CAST(APPROX_SET("member") AS VARBINARY) AS "members_hll",
    CAST(TDIGEST_AGG(CAST("minutes" AS DOUBLE)) AS VARBINARY) AS "minutes_digest"`;
const SETUP = [
  'DROP TABLE IF EXISTS sketch_plays',
  'DROP TABLE IF EXISTS sketch_days',
  'DROP TABLE IF EXISTS sketch_tags',
  `CREATE TABLE sketch_plays WITH (format = 'PARQUET') AS ${PLAYS}`,
  `CREATE TABLE sketch_days WITH (format = 'PARQUET') AS
     SELECT CAST(ROW_NUMBER() OVER () AS BIGINT) AS "id", * FROM (
     SELECT "day", "device", CAST(COUNT(*) AS BIGINT) AS "plays", ${SKETCHES} FROM sketch_plays GROUP BY "day", "device")`,
  `CREATE TABLE sketch_tags AS SELECT * FROM (VALUES ('tv', 'wide'), ('tv', 'home'), ('phone', 'small'), ('phone', 'home')) AS t ("device", "tag")`,
];

const MODEL = modelOf(
  `
dataset: plays
table: ${SCHEMA}.sketch_plays
columns: {play_id: bigint, day: date, member: bigint, device: text, minutes: integer}
key: [play_id]
time: day
metrics:
  members: {expression: COUNT(DISTINCT member)}
  members_about: {expression: APPROX_COUNT_DISTINCT(member)}
  half_about: {expression: "APPROX_PERCENTILE(minutes, 0.5)"}
  members_7d: {kind: cumulative, of: members, trailing: 7 days}
`,
  `
dataset: days
table: ${SCHEMA}.sketch_days
columns: {id: bigint, day: date, device: text, plays: bigint, members_hll: hll, minutes_digest: tdigest}
key: [id]
time: day
links: {tags: {to: tags, on: device, many: true}}
metrics:
  stored_plays: {expression: SUM(plays)}
  stored_members: {expression: APPROX_COUNT_DISTINCT(members_hll)}
  stored_half: {expression: "APPROX_PERCENTILE(minutes_digest, 0.5)"}
  stored_tv: {expression: "APPROX_COUNT_DISTINCT(members_hll) FILTER (WHERE device = 'tv')"}
  stored_7d: {kind: cumulative, of: stored_members, trailing: 7 days}
  stored_half_7d: {kind: cumulative, of: stored_half, trailing: 7 days}
  stored_month: {kind: cumulative, of: stored_members, to_date: month}
  daily_members: {kind: multi_stage, of: stored_members, grain: day, then: avg}
  plays_per_member: {kind: ratio, numerator: stored_plays, denominator: stored_members}
`,
  `
dataset: tags
table: ${SCHEMA}.sketch_tags
columns: {device: text, tag: text}
key: [device, tag]
`,
);
const MERGED = 'CARDINALITY(MERGE(CAST("members_hll" AS HYPERLOGLOG)))';
const HALF = 'VALUE_AT_QUANTILE(MERGE(CAST("minutes_digest" AS TDIGEST)), 0.5)';

describeLab('sketches in a Hive table', () => {
  let engine: Engine;
  beforeAll(async () => {
    await setUp(...SETUP);
    engine = await openLab();
  }, 120_000);
  afterAll(() => engine?.close());

  const ask = (input: MetricQueryInput): Promise<Answer> => {
    const runtime: Runtime = { model: MODEL, engine, cache: new LruResultCache({ maxBytes: 0 }), maxRows: 100_000 };
    return answer(runtime, read(MODEL, input), ANYONE, new AbortController().signal);
  };
  const rows = async (input: MetricQueryInput) => rowsOf(await ask(input));

  describe('are merged as Trino merges them by hand', () => {
    test.each<{ name: string; input: MetricQueryInput; sql: string }>([
      {
        name: 'over everything',
        input: { metrics: ['stored_members', 'stored_tv'] },
        sql: `SELECT ${MERGED}, ${MERGED.replace('HYPERLOGLOG))', 'HYPERLOGLOG)) FILTER (WHERE "device" = \'tv\')')} FROM sketch_days`,
      },
      {
        name: 'by month',
        input: { metrics: ['stored_members'], dimensions: [{ path: 'metric_time', grain: 'month' }] },
        sql: `SELECT CAST(DATE_TRUNC('month', "day") AS DATE), ${MERGED} FROM sketch_days GROUP BY 1`,
      },
      {
        name: 'by a dimension with NULL',
        input: { metrics: ['stored_members'], dimensions: [{ path: 'device' }] },
        sql: `SELECT "device", ${MERGED} FROM sketch_days GROUP BY 1`,
      },
      {
        name: 'under a condition',
        input: { metrics: ['stored_members'], where: [{ path: 'device', is: { eq: 'phone' } }] },
        sql: `SELECT ${MERGED} FROM sketch_days WHERE "device" = 'phone'`,
      },
      {
        name: 'over a link to many, each once in a group',
        input: { metrics: ['stored_members'], dimensions: [{ path: 'tags.tag' }] },
        sql: `SELECT t."tag", ${MERGED} FROM sketch_days AS d LEFT JOIN sketch_tags AS t ON d."device" = t."device" GROUP BY 1`,
      },
      {
        name: 'in a trailing window',
        input: { metrics: ['stored_7d'], dimensions: [{ path: 'metric_time', grain: 'day' }] },
        sql: `SELECT a."day", ${MERGED} FROM (SELECT DISTINCT "day" FROM sketch_days) AS a JOIN sketch_days AS b
              ON b."day" BETWEEN DATE_ADD('day', -6, a."day") AND a."day" GROUP BY 1`,
      },
      {
        name: 'to date',
        input: { metrics: ['stored_month'], dimensions: [{ path: 'metric_time', grain: 'day' }] },
        sql: `SELECT a."day", ${MERGED} FROM (SELECT DISTINCT "day" FROM sketch_days) AS a JOIN sketch_days AS b
              ON b."day" BETWEEN DATE_TRUNC('month', a."day") AND a."day" GROUP BY 1`,
      },
      {
        name: 'in two stages',
        input: { metrics: ['daily_members'], dimensions: [{ path: 'device' }] },
        sql: `SELECT "device", AVG(m) FROM (SELECT "device", "day", CAST(${MERGED} AS DOUBLE) AS m FROM sketch_days GROUP BY 1, 2) GROUP BY 1`,
      },
      {
        name: 'digests, one each day and device',
        input: {
          metrics: ['stored_half'],
          dimensions: [{ path: 'metric_time', grain: 'day' }, { path: 'device' }],
        },
        sql: `SELECT "day", "device", ${HALF} FROM sketch_days GROUP BY 1, 2`,
      },
    ])('$name', async ({ input, sql }) => {
      expect(sorted(await rows(input))).toEqual(sorted(await setUp(sql)));
    });
  });

  test('a digest of many days lies at the place asked', async () => {
    const input = { metrics: ['stored_half'], dimensions: [{ path: 'metric_time', grain: 'month' }] } as const;
    for (const [month, half] of (await rows(input)) as [string, number][]) {
      const [place = []] = await setUp(
        `SELECT COUNT_IF("minutes" <= ${half}) * 1e0 / COUNT("minutes") FROM sketch_plays WHERE DATE_TRUNC('month', "day") = DATE '${month}'`,
      );
      expect(Math.abs(Number(place[0]) - 0.5)).toBeLessThan(0.01);
    }
    const windows = await rows({ metrics: ['stored_half_7d'], dimensions: [{ path: 'metric_time', grain: 'day' }] });
    expect(windows.length).toBe(60);
  });

  test.each([
    { name: 'by month', grain: 'month', stored: 'stored_members', exact: 'members' },
    { name: 'by day', grain: 'day', stored: 'stored_members', exact: 'members' },
    { name: 'in windows', grain: 'day', stored: 'stored_7d', exact: 'members_7d' },
  ])('lie within the stated error of the exact count $name', async ({ grain, stored, exact }) => {
    const dimensions = [{ as: 'at', path: 'metric_time', grain }];
    const found = (await rows({ metrics: [stored, exact], dimensions })) as [string, number, number][];
    expect(found.length).toBeGreaterThan(1);
    const errors = found.map(([, about, count]) => about / count - 1);
    const spread = Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length);
    expect(spread).toBeLessThan(2 * 0.01625);
    expect(Math.max(...errors.map(Math.abs))).toBeLessThan(4 * 0.01625);
  });

  test('from rows too, and the answer says so', async () => {
    const found = await ask({ metrics: ['members_about', 'members', 'half_about'] });
    const [[about, count] = []] = rowsOf(found) as [[number, number]];
    expect(Math.abs((about ?? 0) / (count ?? 1) - 1)).toBeLessThan(4 * 0.023);
    expect(found.columns.map(({ name, approximate }) => [name, approximate])).toEqual([
      ['members_about', true],
      ['members', false],
      ['half_about', true],
    ]);
    expect(found.warnings).toEqual([
      {
        code: 'APPROXIMATE',
        message: '"members_about" is approximate: a distinct count by HyperLogLog, standard error 2.3 %.',
      },
      {
        code: 'APPROXIMATE',
        message:
          '"half_about" is approximate: a percentile by t-digest, at a place mostly within 1 % of the one asked.',
      },
    ]);
  });

  test('a ratio of an exact and a merged one is approximate', async () => {
    const { warnings, columns } = await ask({ metrics: ['plays_per_member', 'stored_plays'] });
    expect(columns.map(({ approximate }) => approximate)).toEqual([true, false]);
    expect(warnings.map(({ message }) => message)).toEqual([
      '"plays_per_member" is approximate: a distinct count by stored HyperLogLogs, standard error 1.6 % where APPROX_SET made them.',
    ]);
  });

  test('rows chosen by an estimate are said to be', async () => {
    const { warnings } = await ask({
      metrics: ['stored_plays'],
      dimensions: [{ path: 'device' }],
      having: [{ metric: 'stored_members', is: { gt: 10 } }],
    });
    expect(warnings.map(({ code, message }) => [code, message.startsWith('Which rows there are')])).toEqual([
      ['APPROXIMATE', true],
    ]);
  });

  test('nothing merged is a count of 0 and no percentile', async () => {
    const nowhere = { where: [{ path: 'device', is: { eq: 'radio' } }] };
    expect(await rows({ metrics: ['stored_members', 'stored_half'], ...nowhere })).toEqual([[0, null]]);
    expect(await rows({ metrics: ['members_about', 'half_about'], ...nowhere })).toEqual([[0, null]]);
  });
});

/** As texts, in an order that both sides share; doubles to nine digits. */
const sorted = (found: readonly (readonly unknown[])[]): string[] =>
  found
    .map((row) => JSON.stringify(row.map((cell) => (typeof cell === 'number' ? Number(cell.toPrecision(9)) : cell))))
    .sort();
