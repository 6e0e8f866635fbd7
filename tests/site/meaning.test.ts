import { expect, test } from '@jest/globals';
import { meaningOf } from '../../src/site/meaning/meaning.js';
import { textOf } from '../../src/site/meaning/words.js';
import { modelOf } from '../builders/compile.js';

const plays = (metrics: string): string => `
dataset: plays
table: plays
columns: {play_id: bigint, member_id: bigint, at: timestamp, minutes: integer, device: text, is_completed: boolean}
key: [play_id]
time: at
links: {member: {to: members, on: member_id}}
segments: {}
metrics:
  plays: {expression: COUNT(*)}
  hours: {expression: SUM(minutes) / 60.0}
  viewers: {expression: COUNT(DISTINCT member_id)}
  done: {expression: COUNT(*), where: is_completed}
  ${metrics}`;

const OTHERS = [
  `
dataset: members
table: members
columns: {member_id: bigint, country: text, joined_at: timestamp}
key: [member_id]
time: joined_at
metrics:
  sign_ups: {expression: COUNT(*)}`,
  `
dataset: payments
table: payments
columns: {payment_id: bigint, member_id: bigint, device: text, at: timestamp}
key: [payment_id]
time: at
metrics:
  payments: {expression: COUNT(*)}`,
  'spine: {table: calendar, column: day, grain: day}',
];

test.each([
  // simple
  ['expression: COUNT(*)', 'The number of rows of plays. Where there are no rows, it is 0.'],
  ['expression: COUNT(minutes)', 'The number of rows of plays with a known minutes. Where there are no rows, it is 0.'],
  [
    `expression: COUNT(DISTINCT member_id), where: "member.country = 'BR'"`,
    "The number of distinct member_id of plays, where member.country is 'BR'. Where there are no rows, it is 0.",
  ],
  [
    'expression: SUM(minutes) / 60.0',
    'The sum of minutes divided by 60.0, over the rows of plays. Where there are no rows, it has no value.',
  ],
  ['expression: SUM(minutes * 2), empty: 0', 'The sum of (minutes * 2) of plays. Where there are no rows, it is 0.'],
  [
    'expression: PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY minutes)',
    'The 90% percentile (interpolated) of minutes of plays. Where there are no rows, it has no value.',
  ],
  [
    `expression: AVG(minutes), where: "device IN ('tv', 'web') AND NOT (minutes < 5 OR minutes IS NULL)"`,
    "The mean of minutes of plays, where device is one of 'tv', 'web' and not (minutes is below 5 or minutes is missing). Where there are no rows, it has no value.",
  ],
  [
    `expression: COUNT(*), where: "device NOT IN ('tv') AND device NOT LIKE 'w%'"`,
    "The number of rows of plays, where device is none of 'tv' and device is not like 'w%'. Where there are no rows, it is 0.",
  ],
  [
    'expression: SUM(CASE WHEN is_completed THEN 1 ELSE 0 END)',
    'The sum of (1 where is_completed is true, else 0) of plays. Where there are no rows, it has no value.',
  ],
  [
    'expression: COUNT(*), where: "METRIC(hours, member_id) > 450"',
    'The number of rows of plays, where hours of its member_id is above 450. Where there are no rows, it is 0.',
  ],
  [
    'expression: SUM(minutes), semi_additive: {over: at, take: last, per: [device]}',
    'The sum of minutes of plays. It does not add up over time: of a period only the rows at its last at count, for each device by itself. Where there are no rows, it has no value.',
  ],
  [
    'expression: SUM(minutes * (1 - minutes) - (minutes - 2) / (3 * minutes))',
    'The sum of (minutes * (1 - minutes) - (minutes - 2) / (3 * minutes)) of plays. Where there are no rows, it has no value.',
  ],
  // over other metrics
  ['expression: hours / viewers', 'hours divided by viewers.'],
  ['expression: (plays - done) / plays', '(plays less done) divided by plays.'],
  [
    'kind: derived, expression: now - before, inputs: {now: hours, before: {metric: hours, offset: 1 year}}',
    'hours less hours 1 year before.',
  ],
  [
    `kind: ratio, numerator: {metric: plays, where: "device = 'tv'"}, denominator: plays`,
    "(plays where device is 'tv') divided by plays.",
  ],
  [
    'kind: cumulative, of: viewers, trailing: 7 days',
    'The number of distinct member_id of plays (viewers) in the 7 days up to each period, the period included. A period that is longer than the window’s unit shows the last one of its values.',
  ],
  [
    'kind: cumulative, of: hours, to_date: month, period: average',
    'The sum of minutes divided by 60.0, over the rows of plays (hours) from the start of the month up to each period. A period that is longer than the window’s unit shows the average of its values.',
  ],
  [
    'kind: cumulative, of: plays, all_time: true',
    'The number of rows of plays (plays) of everything up to each period.',
  ],
  [
    'kind: multi_stage, of: viewers, grain: day, then: avg',
    'The average over days of the number of distinct member_id of plays (viewers).',
  ],
  ['kind: share, of: plays', 'The number of rows of plays (plays), divided by the same over all groups.'],
  [
    'kind: share, of: plays, within: [device]',
    'The number of rows of plays (plays), divided by the same over all groups of device.',
  ],
  [
    'kind: rank, of: plays, ties: dense',
    'The place of a group by the number of rows of plays (plays), the largest first; after equals comes the next place.',
  ],
  [
    'kind: conversion, base: plays, conversion: payments, entity: member_id, window: 30 days',
    'The number of payments that follow plays of the same member_id within 30 days, divided by plays.',
  ],
  [
    'kind: conversion, base: plays, conversion: payments, entity: member_id, constant: [device], count: bases',
    'The part of plays that is followed by payments of the same member_id and device at any later time.',
  ],
  [
    'kind: conversion, base: plays, conversion: payments, entity: member_id, calculation: time, unit: days',
    'The median time from plays to payments of the same member_id, in days.',
  ],
  [
    'kind: funnel, steps: [plays, done, payments], entity: member_id, window: 1 day',
    'The number of distinct member_id with plays, done and then payments within 1 day, divided by the number that got to plays.',
  ],
  [
    'kind: funnel, steps: [plays, payments], entity: member_id, calculation: count, count: starts',
    'The number of starts with plays and then payments.',
  ],
])('{%s}', (definition, means) => {
  const model = modelOf(plays(`asked: {${definition}}`), ...OTHERS);
  const metric = model.metrics.get('asked');
  expect(metric && meaningOf(model, metric).map(textOf).join(' ')).toBe(means);
});
