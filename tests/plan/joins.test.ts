import { describe, expect, test } from '@jest/globals';
import { planFor } from '../../src/plan/plan-for.js';
import { printPlan } from '../../src/plan/print-plan.js';
import { tablesOf } from '../../src/plan/tables.js';
import type { MetricQueryInput } from '../../src/request/query-input.js';
import { modelOf } from '../builders/compile.js';
import { read } from '../builders/request.js';

const model = modelOf(`
dataset: plays
table: plays
columns: {play_id: bigint, member_id: bigint, title_id: bigint, code: text, minutes: integer}
key: [play_id]
links:
  member: {to: members, on: member_id}
  title: {to: titles, on: title_id, join: inner}
  place: {to: countries, on: code, default: Unknown}
segments: {paying: "member.plan = 'premium'"}
metrics:
  plays: {expression: COUNT(*)}
  drama_plays: {expression: COUNT(*), where: title.genre = 'drama'}
  genres: {expression: COUNT(DISTINCT title.genre)}
  at_home: {expression: COUNT_IF(code = member.code)}
---
dataset: members
table: members
columns: {member_id: bigint, code: text, plan: text}
key: [member_id]
links: {country: {to: countries, on: code}}
metrics: {members: {expression: COUNT(*)}}
---
dataset: titles
table: titles
columns: {title_id: bigint, genre: text}
key: [title_id]
---
dataset: countries
table: countries
columns: {code: text, name: text}
key: [code]
`);

const planOf = (input: MetricQueryInput) => planFor(model, read(model, input)).root;
const joins = (input: MetricQueryInput): string[] =>
  printPlan(planOf(input))
    .split('\n')
    .flatMap((line) => /^ *((left|inner) join .*)/.exec(line)?.[1] ?? []);

describe('the tables that are read', () => {
  test.each<[string, MetricQueryInput, readonly string[]]>([
    ['only its own, where no path is asked for', { metrics: ['plays'] }, ['plays']],
    [
      'only its own, where another metric has a filter over a link',
      { metrics: ['plays'], dimensions: [{ path: 'code' }] },
      ['plays'],
    ],
    [
      'not the one whose key is asked for: the row has it',
      { metrics: ['plays'], dimensions: [{ path: 'member.member_id' }] },
      ['plays'],
    ],
    [
      'nor where it is a condition',
      { metrics: ['plays'], where: [{ path: 'member.member_id', is: { gt: 5 } }] },
      ['plays'],
    ],
    [
      'the one whose key is asked for over an inner link',
      { metrics: ['plays'], dimensions: [{ path: 'title.title_id' }] },
      ['plays', 'titles'],
    ],
    [
      'the one whose key is asked for over a link with a label',
      { metrics: ['plays'], dimensions: [{ path: 'place.code' }] },
      ['countries', 'plays'],
    ],
    [
      'those on the way',
      { metrics: ['plays'], dimensions: [{ path: 'member.country.name' }] },
      ['countries', 'members', 'plays'],
    ],
    [
      'those of a condition',
      { metrics: ['plays'], where: [{ path: 'member.plan', is: { eq: 'basic' } }] },
      ['members', 'plays'],
    ],
    ['those of a segment', { metrics: ['plays'], segments: ['paying'] }, ['members', 'plays']],
    ['those of a metric’s filter', { metrics: ['drama_plays'] }, ['plays', 'titles']],
    ['those of a metric’s expression', { metrics: ['at_home'] }, ['members', 'plays']],
    [
      'those of a metric that only orders the rows',
      { metrics: ['plays'], dimensions: [{ path: 'code' }], orderBy: [{ by: 'genres' }] },
      ['plays', 'titles'],
    ],
    ['each of several facts', { metrics: ['plays', 'members'] }, ['members', 'plays']],
  ])('%s', (_name, input, tables) => expect(tablesOf(planOf(input))).toEqual(tables));
});

describe('joins', () => {
  test('one for a path, however often it is used', () =>
    expect(
      joins({
        metrics: ['plays', 'at_home'],
        dimensions: [{ path: 'member.plan' }, { path: 'member.code' }],
      }),
    ).toEqual(['left join on plays.member_id = plays.member.member_id']));

  test('a condition that needs the row at its end makes it inner', () =>
    expect(joins({ metrics: ['plays'], dimensions: [{ path: 'member.plan' }], segments: ['paying'] })).toEqual([
      'inner join on plays.member_id = plays.member.member_id',
    ]));

  test('one for each path, though they lead to one table', () =>
    expect(
      joins({ metrics: ['plays'], dimensions: [{ path: 'member.country.name' }, { path: 'place.name' }] }),
    ).toHaveLength(3));

  test('an inner link drops rows where the question uses it', () =>
    expect(joins({ metrics: ['plays', 'drama_plays'], dimensions: [{ path: 'title.genre' }] })).toEqual([
      'inner join on plays.title_id = plays.title.title_id',
    ]));

  test('and no rows where only a metric uses it', () =>
    expect(joins({ metrics: ['plays', 'drama_plays', 'genres'] })).toEqual([
      'left join on plays.title_id = plays.title.title_id',
    ]));
});
