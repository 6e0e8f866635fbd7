import { describe, expect, test } from '@jest/globals';
import { isClosed } from '../../src/cache/is-closed.js';
import { lifetimeOver, USUAL_LIFETIME } from '../../src/cache/lifetimes.js';
import { seenAt, tableStates } from '../../src/cache/table-states.js';
import type { TableVersion } from '../../src/engine/engine.js';
import { planFor } from '../../src/plan/plan-for.js';
import { tablesOf } from '../../src/plan/tables.js';
import type { claimOfPartition } from '../../src/proofs/partition-claim.js';
import type { PartitionFinding } from '../../src/proofs/prove-partition.js';
import { relyOnPartitions } from '../../src/proofs/rely-on-partitions.js';
import type { MetricQueryInput } from '../../src/request/query-input.js';
import { modelOf } from '../builders/compile.js';
import { read } from '../builders/request.js';

const model = modelOf(
  `
dataset: plays
table: streaming.plays
columns: {ds: date, country: text, day: date, member_id: bigint, minutes: integer}
time: day
partition: {ds: {from: day, late: 1 day}}
cache: {max_age: 5 minutes, closed_max_age: 1 day, stale_while_revalidate: 1 hour}
links: {member: {to: members, on: member_id}}
metrics:
  minutes: {expression: SUM(minutes)}
  week: {kind: cumulative, of: minutes, trailing: 7 days}
  share: {kind: share, of: minutes, within: []}
`,
  `
dataset: members
table: streaming.members
columns: {member_id: bigint, ds: date, name: text}
key: [member_id]
cache: {stale_while_revalidate: 10 minutes, stale_if_error: 1 day}
metrics: {members: {expression: COUNT(*)}}
`,
  `
dataset: launches
sql: "SELECT p.member_id AS member_id, MIN(p.day) AS day FROM streaming.plays AS p GROUP BY p.member_id"
columns: {member_id: bigint, day: date}
key: [member_id]
time: day
cache: {max_age: 1 minute}
metrics: {launches: {expression: COUNT(*)}}
`,
);

type States = Readonly<Record<string, string>>;
const days = (first: number, last: number, state = 'a'): States =>
  Object.fromEntries(
    Array.from({ length: last - first + 1 }, (_, n) => [`["2024-03-${String(first + n).padStart(2, '0')}"]`, state]),
  );
const MARCH = days(1, 12);

const version = (table: string, states: States): TableVersion => ({
  ...{ table, version: JSON.stringify(states), modifiedAt: null },
  parts: { columns: ['ds'], states: new Map(Object.entries(states)) },
});

/** The states under which a question is kept; all partitions are proven, unless said. */
function statesOf(
  input: MetricQueryInput,
  plays: States,
  { proven = plays, members = { '["2024-03-01"]': 'm' } as States } = {},
) {
  const { root } = planFor(model, read(model, input));
  const versions = tablesOf(root).map((table) => version(table, table === 'streaming.plays' ? plays : members));
  const finding: PartitionFinding = { outside: new Map(), parts: version('streaming.plays', proven).parts ?? null };
  const known = {
    findingOf: (claim: ReturnType<typeof claimOfPartition>) =>
      claim.dataset.name === 'plays' && proven === plays ? finding : null,
    earlier: (claim: ReturnType<typeof claimOfPartition>) => (claim.dataset.name === 'plays' ? finding : null),
  };
  const relied = relyOnPartitions(model, root, versions, known);
  return tableStates(relied.root, versions);
}

const during = (from: number, through: number): MetricQueryInput => ({
  metrics: ['minutes'],
  time: {
    days: { from: `2024-03-${String(from).padStart(2, '0')}`, through: `2024-03-${String(through).padStart(2, '0')}` },
  },
});
const OLD = during(4, 6); // lies in the partitions of days 4 to 7

describe('the state of a table, as far as a question reads it', () => {
  const before = statesOf(OLD, MARCH);

  test.each([
    { name: 'a new partition', now: { ...MARCH, ...days(13, 13) } },
    { name: 'a partition that was written anew, behind it', now: { ...MARCH, ...days(8, 12, 'b') } },
    { name: 'a partition that was dropped, before it', now: days(2, 12) },
  ])('stays as it is for $name that it does not read', ({ now }) => {
    expect(statesOf(OLD, now)).toEqual(before);
  });

  test.each([
    { name: 'a day of it', now: { ...MARCH, ...days(5, 5, 'b') } },
    { name: 'the day on which its last rows may land', now: { ...MARCH, ...days(7, 7, 'b') } },
    { name: 'a day that is gone', now: { ...days(1, 4), ...days(6, 12) } },
  ])('is another for $name', ({ now }) => {
    expect(statesOf(OLD, now)).not.toEqual(before);
  });

  test('is another while a new partition is not proven, and as before when it is: rows of any day may lie in it', () => {
    const now = { ...MARCH, ...days(13, 13) };
    expect(statesOf(OLD, now, { proven: MARCH })).not.toEqual(before);
    expect(statesOf(OLD, now)).toEqual(before);
  });

  test('is that of all partitions where the question says no time, or a window has no beginning', () => {
    const all: MetricQueryInput = { metrics: ['minutes'] };
    expect(statesOf(all, { ...MARCH, ...days(13, 13) })).not.toEqual(statesOf(all, MARCH));
  });

  test('knows what windows look back to', () => {
    const week: MetricQueryInput = {
      ...OLD,
      metrics: ['week'],
      dimensions: [{ as: 'd', path: 'metric_time', grain: 'day' }],
    };
    const feb = (state: string): States => ({ '["2024-02-28"]': state, ...MARCH });
    expect(statesOf(week, feb('b'))).not.toEqual(statesOf(week, feb('a')));
    expect(statesOf(OLD, feb('b'))).toEqual(statesOf(OLD, feb('a')));
  });

  test('knows conditions on the partition column itself', () => {
    const one: MetricQueryInput = {
      metrics: ['minutes'],
      where: [{ path: 'ds', is: { in: ['2024-03-02', '2024-03-03'] } }],
    };
    expect(statesOf(one, { ...MARCH, ...days(4, 13, 'b') })).toEqual(statesOf(one, MARCH));
    expect(statesOf(one, { ...MARCH, ...days(3, 3, 'b') })).not.toEqual(statesOf(one, MARCH));
  });

  test('a partition column of a linked table that happens to have the same name says nothing of this one', () => {
    const linked: MetricQueryInput = { ...OLD, dimensions: [{ as: 'name', path: 'member.name' }] };
    const [a, b] = [{ members: { '["2024-03-05"]': 'm' } }, { members: { '["2024-03-05"]': 'n' } }];
    expect(statesOf(linked, MARCH, { ...a, proven: MARCH })).not.toEqual(
      statesOf(linked, MARCH, { ...b, proven: MARCH }),
    );
  });

  test('a SELECT in place of a table reads all of its tables', () => {
    const launched: MetricQueryInput = { ...OLD, metrics: ['launches'] };
    expect(statesOf(launched, { ...MARCH, ...days(13, 13) })).not.toEqual(statesOf(launched, MARCH));
  });
});

test('a table that does not tell its version has no state, and none is seen', () => {
  const { root } = planFor(model, read(model, OLD));
  const unknown: TableVersion = { table: 'streaming.plays', version: 'unknown-1', modifiedAt: null, isKnown: false };
  expect(tableStates(root, [unknown])).toEqual([{ table: 'streaming.plays', state: null }]);
  expect(seenAt([unknown, version('streaming.members', {})], 100)).toBeNull();
  expect(seenAt([{ ...version('streaming.plays', {}), seenAt: 40 }, version('streaming.members', {})], 100)).toBe(40);
});

describe('the lifetime of rows', () => {
  const [plays, members] = [version('streaming.plays', {}), version('streaming.members', {})];
  const untold = { ...plays, isKnown: false as const };
  const usual = { ...USUAL_LIFETIME, staleIfError: 1_000 };

  test.each([
    {
      name: 'that of the only table',
      over: [members],
      is: { staleWhileRevalidate: 600_000, staleIfError: 86_400_000 },
    },
    {
      name: 'the shortest of several',
      over: [plays, members],
      is: { staleWhileRevalidate: 600_000, staleIfError: 1_000 },
    },
    {
      name: 'by its tables without a version, of which the strictest dataset speaks',
      over: [untold, members],
      is: { maxAge: 60_000, closedMaxAge: 60_000 },
    },
    {
      name: 'as configured where no dataset says it',
      over: [version('other', {})],
      is: { staleIfError: 1_000, staleWhileRevalidate: 0 },
    },
  ])('is $name', ({ over, is }) => {
    expect(lifetimeOver(model, over, usual)).toMatchObject(is);
  });
});

describe('periods are over', () => {
  const at = (text: string) => new Date(text);
  test.each([
    { name: 'with the last day and what lands late', input: during(1, 10), now: '2024-03-12T00:00:00Z', is: true },
    { name: 'not while rows may land', input: during(1, 10), now: '2024-03-11T23:59:59Z', is: false },
    {
      name: 'not as of a day in them',
      input: { ...during(1, 10), asOf: '2024-03-05T00:00:00Z' },
      now: '2024-05-01T00:00:00Z',
      is: false,
    },
    {
      name: 'not by an asOf that is still to come',
      input: { ...during(1, 10), asOf: '2030-01-01T00:00:00Z' },
      now: '2024-03-05T00:00:00Z',
      is: false,
    },
    {
      name: 'by the clock of the zone',
      input: { ...during(1, 10), timeZone: 'Pacific/Kiritimati' },
      now: '2024-03-11T10:00:00Z',
      is: true,
    },
    { name: 'not without a range', input: { metrics: ['minutes'] }, now: '2030-01-01T00:00:00Z', is: false },
    {
      name: 'not where they are compared with a range that is not',
      input: { ...during(1, 2), compare: { range: { days: { from: '2024-03-14', through: '2024-03-15' } } } },
      now: '2024-03-13T10:30:00Z',
      is: false,
    },
  ])('$name', ({ input, now, is }) => {
    expect(isClosed(model, read(model, { asOf: now, ...input }), at(now))).toBe(is);
  });
});
