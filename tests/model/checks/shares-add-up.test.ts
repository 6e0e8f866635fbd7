import { describe } from '@jest/globals';
import { checkCases, metrics } from './check-cases.js';

const share = (of: string, ...below: readonly string[]): string =>
  metrics(`of: ${of}`, ...below, '»m: {kind: share, of: of}');
const sound = (of: string, ...below: readonly string[]): string => share(of, ...below).replace('»', '');
const [PLAYS, HOURS] = ['plays: {expression: COUNT(*)}', 'hours: {expression: SUM(minutes) / 60.0}'];
const LONG = 'long: {expression: COUNT(*), where: minutes > 60}';

describe('shares add up', () => {
  checkCases('SHARE_OF_NON_ADDITIVE', [
    { name: 'of a count', text: sound('{expression: COUNT(*)}') },
    {
      name: 'of a sum over a constant',
      text: sound('{expression: "COALESCE(SUM(minutes), 0) / 60.0 - COUNT(device)"}'),
    },
    { name: 'of a sum of metrics', text: sound('{expression: plays + 2 * hours}', PLAYS, HOURS) },
    { name: 'of a window over a count', text: sound('{kind: cumulative, of: plays, trailing: 7 days}', PLAYS) },
    {
      name: 'of a balance, whose other dimensions add up',
      text: sound('{expression: SUM(minutes), semi_additive: {over: started_at, take: last}}'),
    },
    {
      name: 'of distinct members',
      text: share('{expression: COUNT(DISTINCT member_id)}'),
      says: '"m" is a share of "of", whose groups do not add up to the whole: count distinct does not.',
    },
    { name: 'of an average', text: share('{expression: AVG(minutes)}') },
    { name: 'of a largest value', text: share('{expression: MAX(minutes)}') },
    { name: 'of a quotient', text: share('{expression: SUM(price) / COUNT(*)}') },
    { name: 'of a ratio', text: share('{kind: ratio, numerator: hours, denominator: plays}', PLAYS, HOURS) },
    { name: 'of a quotient of metrics', text: share('{expression: hours / plays}', PLAYS, HOURS) },
    { name: 'of a rank', text: share('{kind: rank, of: plays, direction: desc}', PLAYS) },
    { name: 'of an average of days', text: share('{kind: multi_stage, of: plays, grain: day, then: avg}', PLAYS) },
    {
      name: 'of starts that reached a step',
      text: sound(
        '{kind: funnel, steps: [plays, long], entity: member_id, count: starts, calculation: count}',
        PLAYS,
        LONG,
      ),
    },
    {
      name: 'of entities that reached a step',
      text: share('{kind: funnel, steps: [plays, long], entity: member_id, calculation: count}', PLAYS, LONG),
    },
    {
      name: 'of a time to convert',
      text: share(
        '{kind: conversion, base: plays, conversion: long, entity: member_id, calculation: time, unit: days}',
        PLAYS,
        LONG,
      ),
    },
    { name: 'far below', text: share('{expression: plays + average}', PLAYS, 'average: {expression: AVG(minutes)}') },
  ]);
});
