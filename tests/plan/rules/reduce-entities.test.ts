import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { planFor } from '../../../src/plan/plan-for.js';
import type { MetricQueryInput } from '../../../src/request/query-input.js';
import { dialects } from '../../../src/sql/dialects/dialects.js';
import { toSql } from '../../../src/sql/to-sql.js';
import { type AskedByHand, type Case, openAskedByHand } from '../../builders/ask-by-hand.js';
import { modelOf } from '../../builders/compile.js';
import { read } from '../../builders/request.js';

/** Plays of nobody and of members who are not on file; a member without a country, one without plays, one without calls. */
const TABLES = `
CREATE TABLE members (id BIGINT, country VARCHAR, plan VARCHAR, name VARCHAR);
INSERT INTO members VALUES
  (1, 'BR', 'basic', 'Ana'), (2, 'BR', 'basic', 'Bo'), (3, 'BR', 'plus', NULL), (4, 'DE', 'basic', 'Dee'),
  (5, NULL, 'basic', 'Eve'), (6, 'BR', 'basic', 'Fay');
CREATE TABLE countries (iso VARCHAR, name VARCHAR);
INSERT INTO countries VALUES ('BR', 'Brazil'), ('DE', 'Germany');
CREATE TABLE plays (id BIGINT, member BIGINT, title BIGINT, name VARCHAR, device VARCHAR, played_on DATE, minutes INTEGER);
INSERT INTO plays VALUES
  (1, 1, 1, 'a', 'tv',    '2024-01-01', 50), (2, 1, 2, 'b', 'phone', '2024-01-02', 70), (3, 1, 2, 'b', 'tv', '2024-02-01', 5),
  (4, 2, 1, 'a', 'tv',    '2024-01-03', 20), (5, 2, 1, 'a', 'phone', '2024-02-02', 1),  (6, 2, 9, 'c', 'tv', NULL, NULL),
  (7, 3, 2, 'b', 'tv',    '2024-01-04', 90), (8, 4, 1, 'a', 'tv',    '2024-01-05', 99), (9, 5, 2, 'b', 'tv', '2024-01-06', 98),
  (10, 8, 1, 'a', 'tv',   '2024-01-07', 97), (11, NULL, 1, 'a', 'tv', '2024-01-08', 96), (12, 2, NULL, NULL, 'tv', '2024-03-01', 2);
CREATE TABLE titles (id BIGINT, genre VARCHAR, name VARCHAR);
INSERT INTO titles VALUES (1, 'drama', 'One'), (2, NULL, 'Two');
CREATE TABLE calls (member BIGINT, device VARCHAR, seconds INTEGER);
INSERT INTO calls VALUES (1, 'tv', 10), (2, 'tv', 500), (2, 'phone', 7), (4, 'tv', 1), (8, 'tv', 2), (NULL, 'tv', 3);
CREATE TABLE no_plays AS FROM plays LIMIT 0;
`;

const plays = (name: string, table: string, link = ''): string => `
dataset: ${name}
table: ${table}
columns: {id: bigint, member: bigint, title: bigint, name: text, device: text, played_on: date, minutes: integer}
key: [id]
time: played_on
links: {by: {to: members, on: {member: id}${link}}, what: {to: titles, on: {title: id}}}
metrics:
  ${name}: {expression: COUNT(*), empty: 0}
  ${name}_minutes: {expression: SUM(minutes)}
  ${name}_mean: {expression: AVG(minutes)}
  ${name}_members: {expression: COUNT(DISTINCT member)}
  ${name}_names: {expression: MIN(by.name)}
  ${name}_rank: {kind: rank, of: ${name}_minutes}
  ${name}_share: {kind: share, of: ${name}_minutes}
  ${name}_best_day: {kind: multi_stage, of: ${name}_minutes, grain: day, then: max}
  ${name}_of_many: {expression: COUNT(*), where: "METRIC(${name}_minutes, member) > 60", empty: 0}
  ${name}_above: {expression: COUNT(*), where: "minutes > METRIC(${name}_mean, member)", empty: 0}
`;

const MODEL = modelOf(
  plays('plays', 'plays'),
  plays('seen', 'plays', ', join: inner'),
  plays('shown', 'plays', ', default: Nobody'),
  plays('none', 'no_plays'),
  `
dataset: members
table: members
columns: {id: bigint, country: text, plan: text, name: text}
key: [id]
links: {home: {to: countries, on: {country: iso}}}
`,
  `
dataset: countries
table: countries
columns: {iso: text, name: text}
key: [iso]
`,
  `
dataset: titles
table: titles
columns: {id: bigint, genre: text, name: text}
key: [id]
`,
  `
dataset: calls
table: calls
columns: {member: bigint, device: text, seconds: integer}
links: {by: {to: members, on: {member: id}}}
metrics:
  seconds: {expression: SUM(seconds)}
  in_all: {expression: plays_minutes + seconds}
`,
);

let asked: AskedByHand;
beforeAll(async () => {
  asked = await openAskedByHand(MODEL, TABLES);
});
afterAll(() => asked.close());
const expectRows = (of: Case): Promise<void> => asked.expectRows(of);

const sqlOf = (input: MetricQueryInput, dialect: 'duckdb' | 'trino'): string => {
  const { root, columns } = planFor(MODEL, read(MODEL, input));
  return toSql(root, columns, dialects[dialect]).text;
};
const isReduced = (input: MetricQueryInput, dialect: 'duckdb' | 'trino' = 'duckdb'): boolean =>
  /AS "\w+_keys" ON/.test(sqlOf(input, dialect));

type Where = NonNullable<MetricQueryInput['where']>[number];
const is = (path: string, eq: string): Where => ({ path, is: { eq } });
const BRAZIL = is('by.country', 'BR');
const TV = is('device', 'tv');
const above = (metric: string, per: string, gt: number): Where => ({ metric, per, is: { gt } });
const OF_MEMBER = '(SELECT sum(minutes) FROM plays p WHERE p.member = l.member)';
const JOINED = 'plays l LEFT JOIN members m ON l.member = m.id LEFT JOIN titles t ON l.title = t.id';
const IN_BRAZIL = `m.country = 'BR' AND l.device = 'tv'`;

describe('a metric is asked for the entities that other conditions leave', () => {
  test.each<Case>([
    {
      name: 'of all their rows, not of those alone that pass',
      ask: {
        metrics: ['plays', 'plays_minutes', 'plays_members'],
        dimensions: [{ path: 'by.plan' }],
        where: [BRAZIL, TV, above('plays_minutes', 'member', 60)],
      },
      sql: `SELECT m.plan, count(*), sum(minutes), count(DISTINCT member) FROM ${JOINED}
        WHERE ${IN_BRAZIL} AND ${OF_MEMBER} > 60 GROUP BY 1`,
    },
    {
      name: 'NULL and keys of nobody are no entities that are left',
      ask: {
        metrics: ['plays'],
        dimensions: [{ path: 'member' }],
        where: [{ path: 'by.country', is: { in: ['BR', 'DE'] } }, TV, above('plays_minutes', 'member', 0)],
      },
      sql: `SELECT l.member, count(*) FROM ${JOINED}
        WHERE m.country IN ('BR', 'DE') AND l.device = 'tv' AND ${OF_MEMBER} > 0 GROUP BY 1`,
    },
    {
      name: 'a row against the value of its entity',
      ask: { metrics: ['plays_above', 'plays_names', 'plays'], where: [BRAZIL, TV] },
      sql: `SELECT count(*) FILTER (WHERE minutes > (SELECT avg(minutes) FROM plays p WHERE p.member = l.member)),
        min(m.name), count(*) FROM ${JOINED} WHERE ${IN_BRAZIL}`,
    },
    {
      name: 'one metric of them, beside one of all rows that pass',
      ask: {
        metrics: ['plays_of_many', 'plays'],
        dimensions: [{ path: 'what.name' }, { path: 'name' }, { path: 'by.name' }],
        where: [BRAZIL, TV],
      },
      sql: `SELECT t.name, l.name, m.name, count(*) FILTER (WHERE ${OF_MEMBER} > 60), count(*) FROM ${JOINED}
        WHERE ${IN_BRAZIL} GROUP BY 1, 2, 3`,
    },
    {
      name: 'either they or others',
      ask: {
        metrics: ['plays'],
        dimensions: [{ path: 'member' }],
        where: [BRAZIL, TV, { any: [above('plays_minutes', 'member', 100), is('what.genre', 'drama')] }],
      },
      sql: `SELECT l.member, count(*) FROM ${JOINED} WHERE ${IN_BRAZIL} AND (${OF_MEMBER} > 100 OR t.genre = 'drama') GROUP BY 1`,
    },
    {
      name: 'all but they',
      ask: {
        metrics: ['plays'],
        dimensions: [{ path: 'member' }],
        where: [BRAZIL, TV, { not: above('plays_minutes', 'member', 100) }],
      },
      sql: `SELECT l.member, count(*) FROM ${JOINED} WHERE ${IN_BRAZIL} AND NOT ${OF_MEMBER} > 100 GROUP BY 1`,
    },
    {
      name: 'those without a value, which are not those without rows',
      ask: {
        metrics: ['plays'],
        dimensions: [{ path: 'what.id' }],
        where: [
          { path: 'title', is: { in: ['9', '8'] } },
          TV,
          { metric: 'plays_minutes', per: 'title', is: { isNull: true } },
        ],
      },
      sql: `SELECT title, count(*) FROM plays WHERE title = 9 AND device = 'tv' GROUP BY 1`,
    },
    {
      name: 'a metric of several facts, some of which an entity lacks',
      ask: {
        metrics: ['plays', 'plays_minutes'],
        dimensions: [{ path: 'member' }],
        where: [BRAZIL, TV, above('in_all', 'member', 100)],
      },
      sql: `SELECT l.member, count(*), sum(minutes) FROM ${JOINED} WHERE ${IN_BRAZIL}
        AND ${OF_MEMBER} + (SELECT sum(seconds) FROM calls c WHERE c.member = l.member) > 100 GROUP BY 1`,
    },
    {
      name: 'two facts, each with the entities of its own rows',
      ask: {
        metrics: ['plays', 'seconds'],
        dimensions: [{ path: 'member' }],
        where: [BRAZIL, TV, above('plays_minutes', 'member', 20)],
      },
      sql: `WITH many AS (SELECT member FROM plays GROUP BY 1 HAVING sum(minutes) > 20),
        a AS (SELECT l.member, count(*) AS plays FROM ${JOINED} WHERE ${IN_BRAZIL} AND l.member IN (FROM many) GROUP BY 1),
        b AS (SELECT c.member, sum(seconds) AS seconds FROM calls c JOIN members m ON c.member = m.id
          WHERE m.country = 'BR' AND device = 'tv' AND c.member IN (FROM many) GROUP BY 1)
        SELECT coalesce(a.member, b.member), coalesce(plays, 0), seconds FROM a FULL JOIN b ON a.member = b.member`,
    },
    {
      name: 'two kinds of entities',
      ask: {
        metrics: ['plays'],
        dimensions: [{ path: 'id' }],
        where: [
          is('by.plan', 'basic'),
          is('what.name', 'One'),
          above('plays_minutes', 'member', 20),
          above('plays', 'title', 3),
        ],
      },
      sql: `SELECT l.id, count(*) FROM ${JOINED} WHERE m.plan = 'basic' AND t.name = 'One' AND ${OF_MEMBER} > 20
        AND (SELECT count(*) FROM plays p WHERE p.title = l.title) > 3 GROUP BY 1`,
    },
    {
      name: 'entities behind a link, and conditions behind a link of theirs',
      ask: {
        metrics: ['plays'],
        dimensions: [{ path: 'metric_time', grain: 'month' }],
        where: [
          { path: 'by.home.name', is: { in: ['Brazil', 'Nowhere'] } },
          TV,
          above('plays_minutes', 'by.home.name', 200),
        ],
      },
      sql: `SELECT CAST(date_trunc('month', played_on) AS DATE), count(*) FROM ${JOINED} WHERE ${IN_BRAZIL} AND
        (SELECT sum(minutes) FROM plays p JOIN members n ON p.member = n.id WHERE n.country = 'BR') > 200 GROUP BY 1`,
    },
    {
      name: 'a metric of two stages',
      ask: {
        metrics: ['plays'],
        dimensions: [{ path: 'member' }],
        where: [BRAZIL, TV, above('plays_best_day', 'member', 60)],
      },
      sql: `SELECT l.member, count(*) FROM ${JOINED} WHERE ${IN_BRAZIL} AND
        (SELECT max(s) FROM (SELECT sum(minutes) s FROM plays p WHERE p.member = l.member GROUP BY played_on)) > 60 GROUP BY 1`,
    },
    {
      name: 'a share of what all have',
      ask: { metrics: ['plays'], where: [BRAZIL, TV, above('plays_share', 'member', 0.15)] },
      sql: `SELECT count(*) FROM ${JOINED} WHERE ${IN_BRAZIL} AND CAST(${OF_MEMBER} AS DOUBLE) / (SELECT sum(minutes) FROM plays) > 0.15`,
    },
    {
      name: 'a link that drops rows, and one with a label',
      ask: {
        metrics: ['seen', 'shown'],
        dimensions: [{ path: 'by.name' }],
        where: [{ path: 'by.name', is: { in: ['Ana', 'Nobody'] } }, TV, above('shown_minutes', 'by.name', 10)],
      },
      sql: `WITH named AS (SELECT CASE WHEN m.id IS NULL THEN 'Nobody' ELSE m.name END AS name, m.id, device, minutes FROM ${JOINED})
        SELECT name, count(m.id), count(*) FROM named m WHERE name IN ('Ana', 'Nobody') AND device = 'tv' AND name IN
          (SELECT name FROM named GROUP BY 1 HAVING sum(minutes) > 10) GROUP BY 1`,
    },
    {
      name: 'of a table without rows',
      ask: { metrics: ['none', 'none_minutes'], where: [BRAZIL, TV, above('none_minutes', 'member', 1)] },
      sql: 'SELECT 0, NULL',
    },
    {
      name: 'entities without rows in another table',
      ask: { metrics: ['plays'], where: [BRAZIL, TV, above('none', 'member', -1)] },
      sql: 'SELECT 0',
    },
  ])('$name', async (each) => {
    expect(isReduced(each.ask)).toBe(true);
    await expectRows(each);
  });
});

describe('a metric is asked for all entities', () => {
  test.each<Case>([
    {
      name: 'where its value depends on other entities: a rank',
      ask: { metrics: ['plays'], where: [BRAZIL, TV, { metric: 'plays_rank', per: 'member', is: { lte: 2 } }] },
      sql: `SELECT count(*) FROM ${JOINED} WHERE ${IN_BRAZIL} AND l.member IN (SELECT member FROM
        (SELECT member, rank() OVER (ORDER BY sum(minutes) DESC NULLS LAST) AS place FROM plays GROUP BY 1) WHERE place <= 2)`,
    },
    {
      name: 'where there is no other condition',
      ask: { metrics: ['plays'], where: [above('plays_minutes', 'member', 60)] },
      sql: `SELECT count(*) FROM ${JOINED} WHERE ${OF_MEMBER} > 60`,
    },
    {
      name: 'where one condition leaves many',
      ask: { metrics: ['plays'], where: [BRAZIL, above('plays_minutes', 'member', 60)] },
      sql: `SELECT count(*) FROM ${JOINED} WHERE m.country = 'BR' AND ${OF_MEMBER} > 60`,
    },
    {
      name: 'where all conditions are on the rows: most entities have one that passes',
      ask: { metrics: ['plays'], where: [TV, is('what.name', 'One'), above('plays_minutes', 'member', 60)] },
      sql: `SELECT count(*) FROM ${JOINED} WHERE l.device = 'tv' AND t.name = 'One' AND ${OF_MEMBER} > 60`,
    },
    {
      name: 'in a period, in which most have a row',
      ask: {
        metrics: ['plays'],
        where: [BRAZIL, above('plays_minutes', 'member', 60)],
        time: { days: { from: '2024-01-01', through: '2024-01-31' } },
      },
      sql: `SELECT count(*) FROM ${JOINED} WHERE m.country = 'BR' AND ${OF_MEMBER} > 60
        AND played_on BETWEEN '2024-01-01' AND '2024-01-31'`,
    },
  ])('$name', async (each) => {
    expect(isReduced(each.ask)).toBe(false);
    await expectRows(each);
  });

  test('on an engine that computes named relations wherever they are read', () => {
    const input: MetricQueryInput = { metrics: ['plays'], where: [BRAZIL, TV, above('plays_minutes', 'member', 60)] };
    expect(isReduced(input)).toBe(true);
    expect(isReduced(input, 'trino')).toBe(false);
  });
});
