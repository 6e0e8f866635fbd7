import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Asked as AskedPlan, together } from '../../src/batch/statements.js';
import { openMemoryDuckdb } from '../../src/engine/duckdb/duckdb-engine.js';
import type { Engine, Rows } from '../../src/engine/engine.js';
import { planFor } from '../../src/plan/plan-for.js';
import { type Problem, ProblemError } from '../../src/problems/problem.js';
import type { MetricQueryInput } from '../../src/request/query-input.js';
import { modelOf } from '../builders/compile.js';
import { read } from '../builders/request.js';
import { askBoth } from './ask-both.js';

const model = modelOf(`
dataset: plays
table: plays
columns: {play_id: integer, member_id: integer, device: text, minutes: integer, day: date}
key: [play_id]
time: day
links: {member: {to: members, on: member_id}}
metrics:
  plays: {expression: COUNT(*)}
  minutes: {expression: SUM(minutes)}
  viewers: {expression: COUNT(DISTINCT member_id)}
  middle: {expression: MEDIAN(minutes)}
  minutes_per_play: {kind: ratio, numerator: minutes, denominator: plays}
  tv_plays: {expression: COUNT(*), where: device = 'tv'}
  seven_days: {kind: cumulative, of: minutes, trailing: 7 days}
---
dataset: members
table: members
columns: {member_id: integer, country: text}
key: [member_id]
---
dataset: shows
table: shows
columns: {device: text, day: date}
time: day
metrics: {shows: {expression: COUNT(*)}}
`);

let engine: Engine;
beforeAll(async () => {
  engine = await openMemoryDuckdb(
    async (run) => {
      await run(`CREATE TABLE plays AS SELECT * FROM (VALUES (1, 1, 'tv', 10, DATE '2024-03-01'), (2, 1, NULL, 20, DATE '2024-03-01'),
        (3, 2, 'phone', NULL, DATE '2024-03-02'), (4, 9, 'tv', 40, DATE '2024-03-02'), (5, NULL, 'web', 50, NULL))
        AS t(play_id, member_id, device, minutes, day)`);
      await run(`CREATE TABLE members AS SELECT * FROM (VALUES (1, 'BR'), (2, NULL)) AS t(member_id, country)`);
      await run(`CREATE TABLE shows AS SELECT * FROM (VALUES ('tv', DATE '2024-03-01')) AS t(device, day)`);
    },
    { threads: 1 },
  );
});
afterAll(() => engine.close());

const by = (path: string, grain?: string) => [{ path, ...(grain && { grain }) }];
const TILES: readonly MetricQueryInput[] = [
  { metrics: ['plays', 'viewers'] },
  { metrics: ['minutes'], dimensions: by('device') },
  {
    metrics: ['minutes', 'plays'],
    dimensions: by('device'),
    orderBy: [{ by: 'plays', direction: 'desc' }, { by: 'device' }],
    limit: 2,
  },
  { metrics: ['minutes_per_play'], dimensions: by('metric_time', 'day') },
  { metrics: ['plays'], dimensions: [...by('device'), ...by('metric_time', 'day')], offset: 1 },
  { metrics: ['viewers', 'middle'], dimensions: by('member.country') },
  { metrics: ['plays'], dimensions: by('device'), having: [{ metric: 'minutes', is: { gt: 10 } }] },
  { metrics: ['tv_plays'], dimensions: by('member.country') },
  { metrics: ['tv_plays'] },
];

describe('questions of one turn over the same rows', () => {
  test('are one statement, and each has the rows that it has alone', async () => {
    const { alone, together: shared, runs } = await askBoth(model, engine, TILES);
    expect(shared).toEqual(alone);
    expect(runs).toEqual({ alone: TILES.length, together: 1 });
  });

  test('over no rows too: a total is one row, groups are none', async () => {
    const none = TILES.map((tile) => ({ ...tile, where: [{ path: 'device', is: { eq: 'none' } }] }));
    const { alone, together: shared, runs } = await askBoth(model, engine, none);
    expect(shared).toEqual(alone);
    expect(shared[0]).toBe('[["plays",[0]],["viewers",[0]]]');
    expect(shared[1]).toBe('[["device",[]],["minutes",[]]]');
    expect(runs.together).toBe(1);
  });

  test.each<[string, MetricQueryInput]>([
    [
      'other rows by other groups',
      { metrics: ['plays'], where: [{ path: 'device', is: { eq: 'tv' } }], dimensions: by('member_id') },
    ],
    [
      'another range by other groups',
      {
        dimensions: by('member_id'),
        metrics: ['plays'],
        time: { days: { from: '2024-03-01', through: '2024-03-01' } },
      },
    ],
    ['some rows of a link', { metrics: ['plays'], where: [{ path: 'member.country', is: { eq: 'BR' } }] }],
    ['another dataset', { metrics: ['shows'], dimensions: by('device') }],
    ['a window', { metrics: ['seven_days'], dimensions: by('metric_time', 'day') }],
  ])('%s: a statement of its own', async (_, other) => {
    const { alone, together: shared, runs } = await askBoth(model, engine, [...TILES.slice(0, 2), other]);
    expect(shared).toEqual(alone);
    expect(runs.together).toBe(2);
  });

  test('what a question does not need is joined to its rows only where the key is proven', async () => {
    const unproven = await askBoth(model, engine, TILES.slice(0, 6), undefined);
    expect(unproven.runs.together).toBe(1);
    const nobody = { keys: { findingOf: () => null } } as unknown as Parameters<typeof askBoth>[3];
    const { alone, together: shared, runs } = await askBoth(model, engine, TILES.slice(0, 6), nobody);
    expect(shared).toEqual(alone);
    expect(runs.together).toBe(2);
  });
});

describe('what becomes of a shared statement', () => {
  const plans = TILES.slice(0, 2).map((tile): AskedPlan => {
    const { root, columns } = planFor(model, read(model, tile));
    return { root, columns, keepsRows: () => false };
  });
  const failing = (problem: Problem, most: number) => {
    let runs = 0;
    const statements = together({
      ...engine,
      name: 'duckdb',
      run: (statement, signal) => {
        runs += 1;
        return runs <= most ? Promise.reject(new ProblemError([problem])) : engine.run(statement, signal);
      },
    });
    return { statements, runs: () => runs };
  };
  const never = new AbortController().signal;

  test('what fails together is run one by one: each question has its own problem, or none', async () => {
    const { statements, runs } = failing({ code: 'NUMBER_OUT_OF_RANGE', message: 'too large' }, 2);
    const outcomes = await Promise.allSettled(plans.map((plan) => statements.run(plan, never, () => {})));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(runs()).toBe(3);
  });

  test('an engine that is away is not asked again for each', async () => {
    const { statements, runs } = failing({ code: 'ENGINE_UNAVAILABLE', message: 'away' }, 9);
    const outcomes = await Promise.allSettled(plans.map((plan) => statements.run(plan, never, () => {})));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(runs()).toBe(1);
  });

  test('a plan that no statement can be made of is refused, and the others are answered', async () => {
    const [plan] = plans as [AskedPlan];
    const odd: AskedPlan = {
      ...plan,
      root: { kind: 'filter', input: plan.root, where: [{ kind: 'call', name: 'odd', args: [], type: 'boolean' }] },
    };
    const statements = together(engine);
    const outcomes = await Promise.allSettled([odd, plan, odd].map((each) => statements.run(each, never, () => {})));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected']);
  });

  test('it goes on while anybody waits, and ends with the last', async () => {
    let signal: AbortSignal | undefined;
    const statements = together({
      ...engine,
      name: 'duckdb',
      run: (_, its) =>
        new Promise<Rows>((__, reject) => {
          signal = its;
          its.addEventListener('abort', () => reject(new ProblemError([{ code: 'CANCELLED', message: 'ended' }])));
        }),
    });
    const callers = plans.map(() => new AbortController());
    const outcomes = Promise.allSettled(
      plans.map((plan, at) => statements.run(plan, callers[at]?.signal ?? never, () => {})),
    );
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    callers[0]?.abort();
    expect(signal?.aborted).toBe(false);
    callers[1]?.abort();
    expect(signal?.aborted).toBe(true);
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});
