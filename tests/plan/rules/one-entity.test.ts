import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { planFor } from '../../../src/plan/plan-for.js';
import { printPlan } from '../../../src/plan/print-plan.js';
import type { MetricQueryInput } from '../../../src/request/query-input.js';
import { type AskedByHand, type Case, openAskedByHand } from '../../builders/ask-by-hand.js';
import { modelOf } from '../../builders/compile.js';
import { read } from '../../builders/request.js';

/** Plays of nobody, of a member without a name, and of one who is not on file; nobody who plays on radio; Bo pays nothing. */
const TABLES = `
CREATE TABLE members (id BIGINT, name VARCHAR, born DATE);
INSERT INTO members VALUES (1, 'Ana', '1990-05-01'), (2, 'Bo', NULL), (3, NULL, '1990-05-01'), (4, 'Cy', '1991-01-01');
CREATE TABLE plays (id BIGINT, member BIGINT, device VARCHAR, minutes INTEGER);
INSERT INTO plays VALUES
  (1, 1, 'tv', 50), (2, 1, 'phone', 70), (3, 1, 'tv', 5), (4, 2, 'tv', 20), (5, 2, 'phone', NULL), (6, 3, 'tv', 90),
  (7, 9, 'tv', 97), (8, NULL, 'tv', 96), (9, NULL, NULL, 1);
CREATE TABLE charges (member BIGINT, device VARCHAR, amount DECIMAL(9,2));
INSERT INTO charges VALUES (1, 'tv', 10.00), (1, 'web', 2.50), (2, 'tv', NULL), (NULL, 'tv', 7.00);
`;

const MODEL = modelOf(
  `
dataset: plays
table: plays
columns: {id: bigint, member: bigint, device: text, minutes: integer}
key: [id]
links: {by: {to: members, on: {member: id}}}
dimensions: {screen: {expression: "CASE WHEN device IN ('tv', 'web') THEN 'large' ELSE 'small' END"}}
segments: {above_own: "minutes > METRIC(mean, screen)"}
metrics:
  plays: {expression: COUNT(*), empty: 0}
  minutes: {expression: SUM(minutes)}
  mean: {expression: AVG(minutes)}
  long_plays: {expression: COUNT(*), where: minutes > 60, empty: 0}
  long_rate: {expression: long_plays / plays}
  minutes_rank: {kind: rank, of: minutes}
  minutes_share: {kind: share, of: minutes}
  paid_and_played: {expression: amounts + minutes}
`,
  `
dataset: members
table: members
columns: {id: bigint, name: text, born: date}
key: [id]
`,
  `
dataset: charges
table: charges
columns: {member: bigint, device: text, amount: "decimal(9,2)"}
links: {by: {to: members, on: {member: id}}}
metrics:
  amounts: {expression: SUM(amount)}
  charges: {expression: COUNT(*), empty: 0}
`,
);

let asked: AskedByHand;
beforeAll(async () => {
  asked = await openAskedByHand(MODEL, TABLES);
});
afterAll(() => asked.close());

/** Rows meet a value of all rows: a join on nothing. */
const isOfOne = (input: MetricQueryInput): boolean =>
  printPlan(planFor(MODEL, read(MODEL, input)).root).includes('join on every row');

type Where = NonNullable<MetricQueryInput['where']>[number];
const is = (path: string, eq: string): Where => ({ path, is: { eq } });
const above = (metric: string, per: string, gt: number): Where => ({ metric, per, is: { gt } });
const TV = is('device', 'tv');
const OF_TV = `(SELECT sum(minutes) FROM plays WHERE device = 'tv')`;

describe('a metric is asked for the one entity that a condition leaves', () => {
  test.each<Case>([
    {
      name: 'as one number of its rows',
      ask: {
        metrics: ['plays', 'minutes'],
        dimensions: [{ path: 'member' }],
        where: [TV, above('minutes', 'device', 300)],
      },
      sql: `SELECT member, count(*), sum(minutes) FROM plays WHERE device = 'tv' AND ${OF_TV} > 300 GROUP BY 1`,
    },
    {
      name: 'a row against the value of its band',
      ask: {
        metrics: ['plays'],
        dimensions: [{ path: 'member' }],
        segments: ['above_own'],
        where: [is('screen', 'large')],
      },
      sql: `SELECT member, count(*) FROM plays WHERE device = 'tv'
        AND minutes > (SELECT avg(minutes) FROM plays WHERE device = 'tv') GROUP BY 1`,
    },
    {
      name: 'what has no rows is no entity, though a count of none is 0',
      ask: { metrics: ['plays'], dimensions: [{ path: 'member' }], where: [TV, above('charges', 'device', -1)] },
      sql: `SELECT member, count(*) FROM plays WHERE device = 'tv' GROUP BY 1`,
    },
    {
      name: 'none of the rows of another table are of it',
      ask: { metrics: ['plays'], where: [is('device', 'phone'), above('charges', 'device', -1)] },
      sql: 'SELECT 0',
    },
    {
      name: 'nor is it among those that are not above a bound',
      ask: { metrics: ['plays'], where: [is('device', 'phone'), { not: above('charges', 'device', 5) }] },
      sql: 'SELECT 0',
    },
    {
      name: 'no rows of its own at all',
      ask: {
        metrics: ['plays'],
        dimensions: [{ path: 'member' }],
        where: [is('device', 'radio'), above('plays', 'device', -1)],
      },
      sql: 'SELECT 0, 0 WHERE false',
    },
    {
      name: 'without a value, of which it is said that it has none',
      ask: {
        metrics: ['charges'],
        where: [is('by.name', 'Bo'), { metric: 'amounts', per: 'by.name', is: { isNull: true } }],
      },
      sql: 'SELECT 1',
    },
    {
      name: 'either its metric or another condition',
      ask: {
        metrics: ['plays'],
        dimensions: [{ path: 'id' }],
        where: [is('device', 'phone'), { any: [above('charges', 'device', 0), is('member', '2')] }],
      },
      sql: 'SELECT 5 AS id, 1 AS plays',
    },
    {
      name: 'all but it',
      ask: { metrics: ['plays'], where: [TV, { not: above('minutes', 'device', 1000) }] },
      sql: `SELECT count(*) FROM plays WHERE device = 'tv'`,
    },
    {
      name: 'by a link of the rows',
      ask: { metrics: ['minutes'], where: [is('by.name', 'Ana'), above('minutes', 'by.name', 124)] },
      sql: 'SELECT 125',
    },
    {
      name: 'a number',
      ask: { metrics: ['plays'], where: [is('member', '1'), above('minutes', 'member', 124)] },
      sql: 'SELECT 3',
    },
    {
      name: 'one of two entities by which metrics are asked',
      ask: {
        metrics: ['plays'],
        dimensions: [{ path: 'id' }],
        where: [TV, above('plays', 'device', 2), above('minutes', 'member', 80)],
      },
      sql: `SELECT id, count(*) FROM plays p WHERE device = 'tv'
        AND (SELECT sum(minutes) FROM plays o WHERE o.member = p.member) > 80 GROUP BY 1`,
    },
  ])('$name', async (each) => {
    expect(isOfOne(each.ask)).toBe(true);
    await asked.expectRows(each);
  });
});

describe('a metric is asked for all entities', () => {
  test.each<Case>([
    {
      name: 'where several are left',
      ask: {
        metrics: ['plays'],
        where: [{ path: 'device', is: { in: ['tv', 'phone'] } }, above('minutes', 'device', 100)],
      },
      sql: `SELECT count(*) FROM plays WHERE device = 'tv'`,
    },
    {
      name: 'where the condition may not hold',
      ask: { metrics: ['plays'], where: [{ any: [TV, above('minutes', 'device', 1000)] }] },
      sql: `SELECT count(*) FROM plays WHERE device = 'tv'`,
    },
    {
      name: 'where its value depends on other entities: a rank',
      ask: {
        metrics: ['plays'],
        where: [is('member', '3'), { metric: 'minutes_rank', per: 'member', is: { lte: 4 } }],
      },
      sql: 'SELECT 1',
    },
    {
      name: 'where the condition is on something else',
      ask: { metrics: ['plays'], where: [is('device', 'phone'), above('minutes', 'by.name', 100)] },
      sql: 'SELECT 1',
    },
  ])('$name', async (each) => {
    expect(isOfOne(each.ask)).toBe(false);
    await asked.expectRows(each);
  });

  test.each<Case>([
    {
      name: 'a share of what all have',
      ask: { metrics: ['plays'], where: [TV, above('minutes_share', 'device', 0.9)] },
      sql: 'SELECT 0',
    },
    {
      name: 'metrics that count other rows than theirs',
      ask: { metrics: ['plays'], where: [TV, above('long_rate', 'device', 0.4)] },
      sql: `SELECT 6`,
    },
    {
      name: 'of two facts',
      ask: { metrics: ['plays'], where: [is('by.name', 'Ana'), above('paid_and_played', 'by.name', 137)] },
      sql: 'SELECT 3',
    },
    {
      name: 'a day',
      ask: {
        metrics: ['plays'],
        where: [{ path: 'by.born', is: { eq: '1990-05-01' } }, above('minutes', 'by.born', 200)],
      },
      sql: 'SELECT 4',
    },
  ])('or not, with the same rows: $name', async (each) => {
    await asked.expectRows(each);
  });
});
