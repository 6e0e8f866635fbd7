import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { MetricQueryInput } from '../../../src/request/query-input.js';
import { type Asked, openAsked } from '../../builders/ask.js';
import { modelOf } from '../../builders/compile.js';

/** Clocks in New York go forward on 2024-03-10 at 07:00Z and back on 2024-11-03 at 06:00Z. */
const TABLES = `
CREATE TABLE visits (id BIGINT, who BIGINT, place VARCHAR, seen_at TIMESTAMP);
INSERT INTO visits VALUES
  (1, 1, 'spring', '2024-03-09 17:00:00'),
  (2, 2, 'autumn', '2024-11-02 16:00:00'),
  (3, 3, 'twice',  '2024-11-03 05:50:00'),
  (4, 4, 'tags',   '2024-06-01 12:00:00'),
  (5, 4, 'tags',   NULL);
CREATE TABLE buys (who INTEGER, paid_at TIMESTAMP);
INSERT INTO buys VALUES
  (1, '2024-03-10 15:30:00'), (2, '2024-11-03 16:59:00'), (3, '2024-11-03 06:10:00.0015'),
  (4, '2024-06-01 12:00:00'), (4, NULL);
CREATE TABLE tags (visit BIGINT, tag VARCHAR);
INSERT INTO tags VALUES (4, 'a'), (4, 'a'), (4, 'b'), (5, 'b');
`;

const MODEL = `
dataset: visits
table: visits
columns: {id: bigint, who: bigint, place: text, seen_at: timestamp}
key: [id]
time: seen_at
links: {tags: {to: tags, on: {id: visit}, many: true}}
metrics:
  visits: {expression: COUNT(*)}
  bought: {kind: conversion, base: visits, conversion: buys, entity: who, window: 1 day, count: bases, calculation: count}
  hours: {kind: conversion, base: visits, conversion: buys, entity: who, calculation: time, unit: hours}
  path: {kind: funnel, steps: [visits, buys], entity: who, window: 1 day, count: starts}
  started: {kind: funnel, of: path, step: visits, calculation: count}
  paid: {kind: funnel, of: path, calculation: count}
  path_hours: {kind: funnel, of: path, calculation: time, unit: hours}
  people: {kind: funnel, steps: [visits, buys], entity: who, window: 1 day, calculation: count}
---
dataset: buys
table: buys
columns: {who: integer, paid_at: timestamp}
time: paid_at
metrics:
  buys: {expression: COUNT(*)}
---
dataset: tags
table: tags
columns: {visit: bigint, tag: text}
`;

const METRICS = ['bought', 'hours', 'started', 'paid', 'path_hours'];
const NY = 'America/New_York';
let shop: Asked;
beforeAll(async () => {
  shop = await openAsked(modelOf(MODEL), (run) => run(TABLES));
});
afterAll(() => shop.close());

const numbers = async (input: MetricQueryInput) =>
  (await shop.rows(input)).map((row) =>
    row.map((cell) => (cell === null || Number.isNaN(Number(cell)) ? cell : Number(cell))),
  );
const at = (place: string, timeZone: string): MetricQueryInput => ({
  metrics: METRICS,
  where: [{ path: 'place', is: { eq: place } }],
  timeZone,
});

describe('events are matched on two clocks', () => {
  test('time that passed is the same in all zones, while clocks go forward', async () => {
    expect(await numbers(at('spring', NY))).toEqual([[1, 22.5, 1, 1, 22.5]]);
    expect(await numbers(at('spring', 'UTC'))).toEqual([[1, 22.5, 1, 1, 22.5]]);
  });

  test('a day of the window is one of the zone, of 25 hours when clocks go back', async () => {
    const hours = 24 + 59 / 60;
    expect(await numbers(at('autumn', NY))).toEqual([[1, hours, 1, 1, hours]]);
    expect(await numbers(at('autumn', 'UTC'))).toEqual([[0, hours, 1, 0, null]]);
  });

  test('an hour that occurs twice is two: what came later follows', async () => {
    const hours = (20 * 60 + 0.001) / 3600; // to the millisecond
    expect(await numbers(at('twice', NY))).toEqual([[1, hours, 1, 1, hours]]);
  });

  test('an event without a time follows nothing, and starts without getting on', async () => {
    expect(await numbers(at('tags', NY))).toEqual([[1, 0, 2, 1, 0]]);
  });
});

test('a start is in the group of each of its partners, once', async () => {
  const input = { metrics: ['started', 'paid', 'people', 'bought'], dimensions: [{ as: 'tag', path: 'tags.tag' }] };
  expect(await numbers(input)).toEqual([
    ['a', 1, 1, 1, 1],
    ['b', 2, 1, 1, 1],
    [null, 3, 2, 2, 2],
  ]);
});

test('a dimension may have any name', async () => {
  const input = { metrics: ['bought', 'paid', 'visits'], dimensions: [{ path: 'place' }], timeZone: NY };
  expect(await numbers(input)).toEqual([
    ['autumn', 1, 1, 1],
    ['spring', 1, 1, 1],
    ['tags', 1, 1, 2],
    ['twice', 1, 1, 1],
  ]);
});

test('metrics of one funnel read its events once', async () => {
  const { proof } = await shop.answer({ metrics: ['started', 'paid', 'path', 'path_hours'] });
  expect(JSON.stringify(proof.plan).match(/"table":"buys"/g)).toHaveLength(1);
});
