import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { importDbt } from '../../../src/exchange/dbt/import-dbt.js';
import type { MetricQueryInput } from '../../../src/request/query-input.js';
import { type Asked, openAsked } from '../../builders/ask.js';
import { type ByHand, openByHand } from '../../builders/by-hand.js';
import { modelOf } from '../../builders/compile.js';

const file = (path: string) => ({ path, text: readFileSync(`tests/exchange/dbt/${path}`, 'utf8') });

const TABLES = `
  CREATE SCHEMA mart;
  CREATE TABLE mart.fct_plays AS SELECT * FROM (VALUES
    ('s1', 'a', 1::BIGINT, 1, TIMESTAMP '2024-01-30 10:00:00', DATE '2024-02-01', 'tv', 90),
    ('s1', 'b', 1, 2, TIMESTAMP '2024-01-31 11:00:00', DATE '2024-02-01', 'web', 20),
    ('s2', 'a', 2, 1, TIMESTAMP '2024-02-02 12:00:00', DATE '2024-02-02', 'tv', 60),
    ('s3', 'a', 3, 2, TIMESTAMP '2024-02-03 13:00:00', DATE '2024-02-05', 'phone', NULL),
    ('s4', 'a', NULL, 1, TIMESTAMP '2024-02-05 14:00:00', DATE '2024-02-05', 'tv', 45)
  ) AS t(session_id, item, member_id, title_id, started_at, added, device, minutes);
  CREATE TABLE mart.dim_members AS SELECT * FROM (VALUES
    (1::BIGINT, 'BR', DATE '2023-01-01'), (2, 'DE', DATE '2023-01-02'), (3, 'XX', DATE '2023-01-03')
  ) AS t(id, country_code, joined_on);
  CREATE TABLE mart.dim_countries AS SELECT * FROM (VALUES ('BR', 'America'), ('DE', 'Europe')) AS t(code, continent);
  CREATE TABLE mart.dim_title_prices AS SELECT * FROM (VALUES
    (1, 'cheap', DATE '2024-01-01', DATE '2024-02-01'), (1, 'dear', DATE '2024-02-01', NULL),
    (2, 'cheap', DATE '2024-01-01', NULL)
  ) AS t(title_id, band, valid_from, valid_to);
  CREATE TABLE mart.fct_ratings AS SELECT * FROM (VALUES
    (1::BIGINT, TIMESTAMP '2024-01-30 18:00:00', 'tv'), (1, TIMESTAMP '2024-01-31 18:00:00', 'tv'),
    (2, TIMESTAMP '2024-02-09 12:00:00', 'tv'), (2, TIMESTAMP '2024-02-02 12:30:00', 'web')
  ) AS t(rater_id, rated_at, device);
  CREATE TABLE mart.days AS SELECT CAST(range AS DATE) AS day, DATE '2024-02-01' AS fiscal_quarter, 1 AS sprint_no
    FROM range(DATE '2024-01-30', DATE '2024-02-06', INTERVAL 1 DAY);`;

const PLAYS =
  'mart.fct_plays p LEFT JOIN mart.dim_members m ON m.id = p.member_id LEFT JOIN mart.dim_countries c ON c.code = m.country_code';

interface Case extends MetricQueryInput {
  readonly name: string;
  readonly sql: string;
}

const CASES: readonly Case[] = [
  {
    name: 'aggregates of rows',
    metrics: ['plays', 'minutes', 'long_plays', 'viewers', 'p90_minutes'],
    sql: 'SELECT count(*) AS plays, sum(minutes) AS minutes, count(*) FILTER (minutes >= 60) AS long_plays, count(DISTINCT member_id) AS viewers, quantile_disc(minutes, 0.9) AS p90_minutes FROM mart.fct_plays',
  },
  {
    name: 'NULL filled with 0, and rows without a value',
    metrics: ['minutes'],
    dimensions: [{ path: 'device' }],
    sql: 'SELECT device, coalesce(sum(minutes), 0) AS minutes FROM mart.fct_plays GROUP BY 1',
  },
  {
    name: 'a time of its own',
    metrics: ['plays_added'],
    dimensions: [{ as: 'month', path: 'metric_time', grain: 'month' }],
    sql: "SELECT date_trunc('month', added) AS month, count(*) AS plays_added FROM mart.fct_plays GROUP BY 1",
  },
  {
    name: 'filters over two links, of several templates',
    metrics: ['american_plays'],
    sql: `SELECT count(*) AS american_plays FROM ${PLAYS} WHERE c.continent = 'America' AND device IN ('tv', 'web')`,
  },
  {
    name: 'a filter on what was valid then',
    metrics: ['cheap_plays'],
    sql: "SELECT count(*) AS cheap_plays FROM mart.fct_plays p JOIN mart.dim_title_prices t ON t.title_id = p.title_id AND CAST(started_at AS DATE) >= valid_from AND (valid_to IS NULL OR CAST(started_at AS DATE) < valid_to) WHERE band = 'cheap'",
  },
  {
    name: 'a filter on a period and a part of time',
    metrics: ['late_plays'],
    sql: "SELECT count(*) AS late_plays FROM mart.fct_plays WHERE date_trunc('month', started_at) > DATE '2024-01-01' OR year(started_at) < 2020",
  },
  {
    name: 'a filter by a metric of the entity',
    metrics: ['heavy_plays'],
    sql: 'SELECT count(*) AS heavy_plays FROM mart.fct_plays WHERE member_id IN (SELECT member_id FROM mart.fct_plays GROUP BY 1 HAVING sum(minutes) > 100)',
  },
  {
    name: 'a ratio with a filtered side',
    metrics: ['tv_share'],
    sql: "SELECT count(*) FILTER (device = 'tv') / count(*) AS tv_share FROM mart.fct_plays",
  },
  {
    name: 'a derived metric whose filter narrows two datasets',
    metrics: ['american_interest'],
    sql: `SELECT 2 * (SELECT count(*) FROM ${PLAYS} WHERE continent = 'America') + (SELECT count(*) FROM mart.fct_ratings r JOIN mart.dim_members m ON m.id = r.rater_id JOIN mart.dim_countries c ON c.code = m.country_code WHERE continent = 'America') AS american_interest`,
  },
  {
    name: 'a window by day',
    metrics: ['viewers_3d'],
    dimensions: [{ as: 'day', path: 'metric_time', grain: 'day' }],
    sql: 'SELECT d.day, count(DISTINCT member_id) AS viewers_3d FROM (SELECT DISTINCT CAST(started_at AS DATE) AS day FROM mart.fct_plays) d JOIN mart.fct_plays p ON CAST(started_at AS DATE) BETWEEN d.day - 2 AND d.day GROUP BY 1',
  },
  {
    name: 'conversions with a constant, of entities whose columns differ',
    metrics: ['rated_plays'],
    sql: 'SELECT count(*) AS rated_plays FROM mart.fct_ratings r WHERE EXISTS (FROM mart.fct_plays p WHERE p.member_id = r.rater_id AND p.device = r.device AND p.started_at <= r.rated_at AND p.started_at > r.rated_at - INTERVAL 1 DAY)',
  },
  {
    name: 'the entity of a composite key as a dimension',
    metrics: ['plays'],
    dimensions: [{ path: 'play' }],
    sql: "SELECT session_id || '-' || item AS play, count(*) AS plays FROM mart.fct_plays GROUP BY 1",
  },
];

let asked: Asked;
let byHand: ByHand;
beforeAll(async () => {
  const { files } = importDbt(file('newer.json'), file('newer.catalog.json'));
  asked = await openAsked(modelOf(...files.map(({ text }) => text)), (run) => run(TABLES));
  byHand = await openByHand(TABLES);
});
afterAll(async () => {
  byHand.close();
  await asked.close();
});

describe('a manifest without measures answers as SQL by hand', () => {
  test.each(CASES)('$name', async ({ name: _, sql, ...input }) => {
    const { columns, rowCount } = await asked.answer(input);
    const ours = Array.from({ length: rowCount }, (_, row) =>
      Object.fromEntries(columns.map(({ name, values }) => [name, plain(values[row])])),
    );
    const theirs = (await byHand.rows(sql)).map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)])),
    );
    const inOrder = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).sort();
    expect(inOrder(ours)).toEqual(inOrder(theirs));
  });
});

const plain = (cell: unknown): unknown => {
  if (cell === null || cell === undefined) return null;
  return Number.isNaN(Number(cell)) ? String(cell).slice(0, 10) : Number(cell);
};
