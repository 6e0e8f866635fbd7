import { describe, expect, test } from '@jest/globals';
import { any, call, column, isNull, type Scalar, value } from '../../../src/expressions/scalar.js';
import { type Dataset, partitionName } from '../../../src/model/model.js';
import type { PlanNode, Scan } from '../../../src/plan/plan.js';
import { printScalar } from '../../../src/plan/print-scalar.js';
import { type AlwaysRead, implyPartitions } from '../../../src/plan/rules/imply-partitions.js';
import { modelOf } from '../../builders/compile.js';

const model = (partition: string, from = 'started_at') =>
  modelOf(`
dataset: plays
table: plays
columns: {ds: date, dt: text, n: integer, year: integer, month: text, day: bigint, hour: text, started_at: timestamp, started_on: date, title_id: integer}
time: ${from}
partition: ${partition}
links: {title: {to: titles, on: title_id}}
---
dataset: titles
table: titles
columns: {title_id: integer, released_on: date, ds: date}
key: [title_id]
partition: {ds: {from: released_on}}
`);

const plays: Scan = { kind: 'scan', relation: 'plays', table: 'plays' };
const titles: Scan = { kind: 'scan', relation: 'plays.title', table: 'titles' };
const both: PlanNode = { kind: 'join', type: 'left', left: plays, right: titles, on: [] };
const time = column('plays', 'started_at', 'timestamp');
const released = column('plays.title', 'released_on', 'date');
const is = (operator: string, of: Scalar, text: string): Scalar =>
  call(operator, [of, value(text, of.type)], 'boolean');
const from = is('>=', time, '2024-03-10T00:00');
const to = is('<', time, '2024-03-11T00:00');
const filter = (where: readonly Scalar[], input: PlanNode = plays): PlanNode => ({ kind: 'filter', input, where });

const LATE = '{ds: {from: started_at, late: 3 days}}';

/** What the rule adds; null where it gives the same node back. */
function added(node: PlanNode, partition = LATE, alwaysRead: AlwaysRead = () => []): string | null {
  const now = implyPartitions(model(partition), alwaysRead)(node);
  if (now === node || now.kind !== 'filter' || node.kind !== 'filter') return null;
  expect(now.where.slice(0, node.where.length)).toEqual(node.where);
  return now.where.slice(node.where.length).map(printScalar).join(' and ');
}

describe('implyPartitions', () => {
  test.each<{ name: string; node: PlanNode; partition?: string; adds: string }>([
    {
      name: 'a day, and the days after it',
      node: filter([from, to]),
      adds: 'plays.ds >= {2024-03-10} and plays.ds <= {2024-03-13}',
    },
    { name: 'one side', node: filter([to]), adds: 'plays.ds <= {2024-03-13}' },
    {
      name: 'nothing late',
      node: filter([from, to]),
      partition: '{ds: {from: started_at}}',
      adds: 'plays.ds >= {2024-03-10} and plays.ds <= {2024-03-10}',
    },
    {
      name: 'late by hours',
      node: filter([from, to]),
      partition: '{ds: {from: started_at, late: 1 hour}}',
      adds: 'plays.ds >= {2024-03-10} and plays.ds <= {2024-03-11}',
    },
    {
      name: 'texts of days',
      node: filter([from, to]),
      partition: '{dt: {from: started_at, late: 1 day}}',
      adds: "plays.dt >= {'2024-03-10'} and plays.dt <= {'2024-03-11'}",
    },
    {
      name: 'texts of hours',
      node: filter([from, to]),
      partition: '{dt: {from: started_at, form: yyyy-mm-dd-hh}}',
      adds: "plays.dt >= {'2024-03-10-00'} and plays.dt <= {'2024-03-10-23'}",
    },
    {
      name: 'numbers of days',
      node: filter([from, to]),
      partition: '{n: {from: started_at}}',
      adds: 'plays.n >= {20240310} and plays.n <= {20240310}',
    },
    {
      name: 'numbers of months',
      node: filter([from, to]),
      partition: '{n: {from: started_at, late: 1 month, form: yyyymm}}',
      adds: 'plays.n >= {202403} and plays.n <= {202404}',
    },
    {
      name: 'years',
      node: filter([from, to]),
      partition: '{dt: {from: started_at, form: yyyy}}',
      adds: "plays.dt >= {'2024'} and plays.dt <= {'2024'}",
    },
    {
      name: 'a day of a year, a month and a day',
      node: filter([from, to]),
      partition: '{year: {from: started_at, form: yyyy, parts: [month, day]}}',
      adds: "plays.year = {2024} and plays.month = {'03'} and plays.day >= {10} and plays.day <= {10}",
    },
    {
      name: 'a year, a month and a day, from one month to the next',
      node: filter([from, is('<', time, '2024-04-02T00:00')]),
      partition: '{year: {from: started_at, form: yyyy, parts: [month, day]}}',
      adds: "plays.year = {2024} and ((plays.month = {'03'}) and (plays.day >= {10})) or ((plays.month = {'04'}) and (plays.day <= {1}))",
    },
    {
      name: 'a year, a month and a day, over New Year',
      node: filter([is('>=', time, '2021-12-30T00:00'), to]),
      partition: '{year: {from: started_at, form: yyyy, parts: [month, day], late: 3 days}}',
      adds: "((plays.year = {2021}) and ((plays.month > {'12'}) or ((plays.month = {'12'}) and (plays.day >= {30})))) or ((plays.year > {2021}) and (plays.year < {2024})) or ((plays.year = {2024}) and ((plays.month < {'03'}) or ((plays.month = {'03'}) and (plays.day <= {13}))))",
    },
    {
      name: 'a year, a month and a day, from then on',
      node: filter([from]),
      partition: '{year: {from: started_at, form: yyyy, parts: [month, day]}}',
      adds: "(plays.year > {2024}) or ((plays.year = {2024}) and ((plays.month > {'03'}) or ((plays.month = {'03'}) and (plays.day >= {10}))))",
    },
    {
      name: 'a day and an hour',
      node: filter([is('>=', time, '2024-03-10T22:00'), is('<', time, '2024-03-11T02:00')]),
      partition: '{ds: {from: started_at, parts: [hour]}}',
      adds: "((plays.ds = {2024-03-10}) and (plays.hour >= {'22'})) or ((plays.ds > {2024-03-10}) and (plays.ds < {2024-03-11})) or ((plays.ds = {2024-03-11}) and (plays.hour <= {'01'}))",
    },
    {
      name: 'two columns',
      node: filter([to]),
      partition: '{ds: {from: started_at}, n: {from: started_at}}',
      adds: 'plays.ds <= {2024-03-10} and plays.n <= {20240310}',
    },
    {
      name: 'beside a join',
      node: filter([from, to], both),
      adds: 'plays.ds >= {2024-03-10} and plays.ds <= {2024-03-13}',
    },
    {
      name: 'rows that a link reaches',
      node: filter([is('>=', released, '2024-01-01')], both),
      adds: 'plays.title.ds >= {2024-01-01}',
    },
    {
      name: 'all ways of an OR',
      node: filter([any([from, is('=', time, '2020-02-02T00:00')])]),
      adds: 'plays.ds >= {2020-02-02}',
    },
  ])('reads the partitions of $name', ({ node, partition, adds }) => expect(added(node, partition)).toBe(adds));

  test.each<{ name: string; node: PlanNode; partition?: string }>([
    { name: 'a plan without a filter', node: plays },
    { name: 'a condition on something else', node: filter([is('=', column('plays', 'n', 'integer'), '7')]) },
    { name: 'a range, or rows without a time', node: filter([any([from, isNull(time)])]) },
    {
      name: 'a time of another relation',
      node: filter([is('>=', column('plays', 'started_on', 'date'), '2024-03-10')]),
    },
    {
      name: 'rows that have been grouped',
      node: filter([from], { kind: 'aggregate', relation: 'plays', input: plays, groups: [], measures: [] }),
    },
    {
      name: 'a year that no partition can spell',
      node: filter([is('<', time, '9999-12-31T00:00')]),
      partition: '{ds: {from: started_at, late: 99 years}}',
    },
    { name: 'a dataset without a declaration', node: filter([from]), partition: '{}' },
  ])('leaves alone: $name', ({ node, partition }) => expect(added(node, partition)).toBeNull());

  test('reads partitions that the declaration does not hold for, whatever is asked', () => {
    const seen: string[] = [];
    const others =
      (values: ReturnType<AlwaysRead>): AlwaysRead =>
      ({ name }: Dataset, partition) => {
        seen.push(`${name}.${partitionName(partition)}`);
        return values;
      };
    expect(added(filter([to]), LATE, others([[null]]))).toBe('(plays.ds <= {2024-03-13}) or (plays.ds is null)');
    expect(added(filter([to]), LATE, others([['2024-05-01'], [null]]))).toBe(
      '(plays.ds <= {2024-03-13}) or (plays.ds is null) or in(plays.ds, {2024-05-01})',
    );
    const PARTS = '{year: {from: started_at, form: yyyy, parts: [month]}}';
    expect(
      added(
        filter([from, to]),
        PARTS,
        others([
          ['2025', '01'],
          ['2025', null],
          [undefined, null],
        ]),
      ),
    ).toBe(
      "((plays.year = {2024}) and (plays.month >= {'03'}) and (plays.month <= {'03'})) or ((plays.year = {2025}) and (plays.month = {'01'})) or ((plays.year = {2025}) and (plays.month is null)) or (plays.month is null)",
    );
    seen.pop();
    expect(added(filter([to]), LATE, others(null))).toBeNull();
    expect(seen).toEqual(['plays.ds', 'plays.ds', 'plays.ds']);
    expect(added(plays, LATE, others(null))).toBeNull();
    expect(seen).toHaveLength(3);
  });
});
