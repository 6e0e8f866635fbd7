import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openWatching, type Watching } from './watching.js';

let watching: Watching;
beforeAll(async () => {
  watching = await openWatching();
});
afterAll(() => watching.close());

const explain = async (input: string, selection: string): Promise<{ explained: unknown; statements: number }> => {
  const { data, errors, statements } = await watching.ask(
    `{ query(input: {${input}}) { proof { explain { ${selection} } } } }`,
  );
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  const { query } = data as { readonly query: { readonly proof: { readonly explain: unknown } } };
  return { explained: query.proof.explain, statements };
};

test('an answer explains its metrics, paths and filters without a statement more', async () => {
  const { explained, statements } = await explain(
    `metrics: [tv_plays, impressions], dimensions: [{as: "in", path: "member.country"}], segments: []
     where: [{path: "member.member_id", is: {in: [1, 2, null]}}, {any: [{path: "member.country", is: {eq: "O'Hara"}}, {not: {path: "member.country", is: {contains: {text: "x", ignoreCase: true}}}}]}]
     time: {days: {from: "2024-01-01", through: "2024-01-31"}}, having: [{metric: plays, is: {gt: 1}}]`,
    'metrics { name kind dataset time inputs filters } paths { dataset path link to join relation } filters { text at metric }',
  );
  expect(statements).toBe(1);
  expect(explained).toEqual({
    metrics: [
      {
        name: 'tv_plays',
        kind: 'simple',
        dataset: 'plays',
        time: 'started_at',
        inputs: [],
        filters: ["plays.device = 'tv'"],
      },
      { name: 'impressions', kind: 'simple', dataset: 'impressions', time: 'shown_at', inputs: [], filters: [] },
      { name: 'plays', kind: 'simple', dataset: 'plays', time: 'started_at', inputs: [], filters: [] },
    ],
    paths: expect.arrayContaining([
      { dataset: 'plays', path: 'member', link: 'member', to: 'members', join: 'INNER', relation: 'plays.member' },
      {
        dataset: 'impressions',
        path: 'member',
        link: 'member',
        to: 'members',
        join: 'INNER',
        relation: 'impressions.member',
      },
    ]),
    filters: [
      {
        text: 'metric_time >= 2024-01-01T00:00:00 and metric_time < 2024-02-01T00:00:00 (UTC)',
        at: 'PERIODS',
        metric: null,
      },
      { text: 'member.member_id in (1, 2, null)', at: 'ROWS', metric: null },
      {
        text: "(member.country = 'O'Hara') or (not (member.country contains 'x', whatever the case))",
        at: 'ROWS',
        metric: null,
      },
      { text: 'plays > 1', at: 'GROUPS', metric: null },
      { text: "plays.device = 'tv'", at: 'METRIC', metric: 'tv_plays' },
    ],
  });
});

test('a path without a condition keeps all rows', async () => {
  const { explained } = await explain(
    'metrics: [plays], dimensions: [{as: "in", path: "member.country"}]',
    'paths { path join }',
  );
  expect(explained).toEqual({ paths: [{ path: 'member', join: 'LEFT' }] });
});

test('a table that gives no column is not among the paths', async () => {
  const { explained } = await explain(
    'metrics: [plays], dimensions: [{as: "id", path: "member.member_id"}]',
    'paths { path }',
  );
  expect(explained).toEqual({ paths: [] });
});

test('rows that stop on a path are counted when asked for', async () => {
  const { explained } = await explain(
    'metrics: [plays], dimensions: [{as: "in", path: "member.country"}]',
    'leftOut { dataset link rows nullKeys danglingKeys }',
  );
  expect(explained).toEqual({ leftOut: [{ dataset: 'plays', link: 'member', rows: 6, nullKeys: 0, danglingKeys: 1 }] });
});

test('rows outside the asked range are not counted', async () => {
  const { explained } = await explain(
    'metrics: [plays], dimensions: [{as: "in", path: "member.country"}], time: {days: {from: "1999-01-01", through: "1999-12-31"}}',
    'leftOut { rows nullKeys danglingKeys }',
  );
  expect(explained).toEqual({ leftOut: [{ rows: 0, nullKeys: 0, danglingKeys: 0 }] });
});
