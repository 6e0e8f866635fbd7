import { describe, expect, test } from '@jest/globals';
import { fingerprintOf } from '../../src/plan/fingerprint.js';
import { planFor } from '../../src/plan/plan-for.js';
import type { MetricQueryInput } from '../../src/request/query-input.js';
import { modelOf } from '../builders/compile.js';
import { read } from '../builders/request.js';

const definitions = `
dataset: plays
table: plays
columns: {member_id: bigint, device: text, code: text, minutes: integer, done: boolean, started_at: timestamp, paid_at: timestamp}
time: started_at
links: {country: {to: countries, on: code}}
dimensions: {band: {expression: "minutes > 60"}}
segments: {finished: done}
metrics:
  plays: {expression: COUNT(*)}
  hours: {expression: SUM(minutes) / 60.0, where: done, unit: hours, description: Hours watched.}
  rate: {expression: hours / plays}
---
dataset: countries
table: countries
columns: {code: text, name: text}
key: [code]
`;
const ask: MetricQueryInput = {
  metrics: ['rate'],
  dimensions: [{ path: 'device' }, { path: 'country.name' }, { path: 'band' }],
  where: [
    { path: 'country.name', is: { in: ['Brazil', 'Japan'] } },
    { path: 'device', is: { ne: 'tv' } },
  ],
  segments: ['finished'],
  time: { days: { from: '2024-01-01', through: '2024-01-31' } },
};
const fingerprint = (input: MetricQueryInput, text = definitions): string => {
  const model = modelOf(text);
  return fingerprintOf(planFor(model, read(model, input)).root);
};
const same = fingerprint(ask);

describe('the fingerprint stays', () => {
  test.each<[string, MetricQueryInput]>([
    [
      'under other names of columns',
      {
        ...ask,
        dimensions: [
          { as: 'a', path: 'device' },
          { as: 'b', path: 'country.name' },
          { as: 'c', path: 'band' },
        ],
      },
    ],
    ['in another order of conditions', { ...ask, where: [...(ask.where ?? [])].reverse() }],
    ['with a condition said twice', { ...ask, where: [...(ask.where ?? []), ...(ask.where ?? [])] }],
    ['with one list of all conditions', { ...ask, where: [{ all: ask.where ?? [] }] }],
    ['with the range as times', { ...ask, time: { between: { from: '2024-01-01T00:00', to: '2024-02-01T00:00' } } }],
    [
      'with the range relative to now',
      { ...ask, time: { last: { count: 1, grain: 'month' } }, asOf: '2024-02-29T12:00:00Z' },
    ],
    ['with a metric asked twice', { ...ask, metrics: ['rate', 'rate'] }],
  ])('%s', (_name, input) => expect(fingerprint(input)).toBe(same));

  test.each([
    ['when a description changes', 'Hours watched.', 'Hours.'],
    ['when a unit changes', 'unit: hours', 'unit: h'],
    [
      'when a metric that is not asked for changes',
      'plays: {expression: COUNT(*)}',
      'plays: {expression: COUNT(*)}\n  other: {expression: MAX(minutes)}',
    ],
  ])('%s', (_name, from, to) => expect(fingerprint(ask, definitions.replace(from, to))).toBe(same));
});

describe('the fingerprint changes', () => {
  test.each<[string, MetricQueryInput]>([
    [
      'with a value',
      {
        ...ask,
        where: [
          { path: 'country.name', is: { in: ['Brazil', 'Chile'] } },
          { path: 'device', is: { ne: 'tv' } },
        ],
      },
    ],
    [
      'with an operator',
      {
        ...ask,
        where: [
          { path: 'country.name', is: { in: ['Brazil', 'Japan'] } },
          { path: 'device', is: { eq: 'tv' } },
        ],
      },
    ],
    ['with a day of the range', { ...ask, time: { days: { from: '2024-01-01', through: '2024-01-30' } } }],
    ['with the zone', { ...ask, timeZone: 'Asia/Tokyo' }],
    ['without the segment', { ...ask, segments: [] }],
    ['with a condition on groups', { ...ask, having: [{ metric: 'plays', is: { gt: 1 } }] }],
    ['with an order', { ...ask, orderBy: [{ by: 'rate' }] }],
    ['with a limit', { ...ask, limit: 5 }],
  ])('%s', (_name, input) => expect(fingerprint(input)).not.toBe(same));

  test.each([
    ['when a metric below changes', 'SUM(minutes) / 60.0', 'SUM(minutes) / 61.0'],
    ['when its filter changes', 'where: done', 'where: NOT done'],
    ['when a metric shows 0 where it has no row', 'where: done,', 'where: done, empty: 0,'],
    ['when a dimension changes', 'minutes > 60', 'minutes >= 60'],
    ['when the segment changes', 'finished: done', 'finished: NOT done'],
    ['when a link changes', 'on: code}', 'on: {device: code}}'],
    ['when a label is added', 'on: code}', 'on: code, default: none}'],
    ['when the table changes', 'table: plays', 'table: other.plays'],
    ['when the time changes', 'time: started_at', 'time: paid_at'],
    ['when a column of the filter gets another type', 'minutes: integer', 'minutes: bigint'],
  ])('%s', (_name, from, to) => {
    expect(definitions).toContain(from);
    expect(fingerprint(ask, definitions.replace(from, to))).not.toBe(same);
  });

  test('when a link becomes inner, unless a condition needs its row anyway', () => {
    const inner = definitions.replace('on: code}', 'on: code, join: inner}');
    const unconditioned = { ...ask, where: [] };
    expect(fingerprint(unconditioned, inner)).not.toBe(fingerprint(unconditioned));
    expect(fingerprint(ask, inner)).toBe(same);
  });
});
