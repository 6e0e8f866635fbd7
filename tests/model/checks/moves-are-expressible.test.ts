import { describe } from '@jest/globals';
import { checkCases, metrics } from './check-cases.js';

const BASE = [
  'plays: {expression: COUNT(*)}',
  'hours: {expression: SUM(minutes)}',
  'part: {kind: share, of: hours}',
  'place: {kind: rank, of: hours, direction: desc}',
];

const MATCHED = [
  'long_plays: {expression: COUNT(*), where: minutes > 60}',
  'converted: {kind: conversion, base: plays, conversion: long_plays, entity: member_id, calculation: count}',
  'path: {kind: funnel, steps: [plays, long_plays], entity: member_id, calculation: count}',
];

describe('windows and offsets are over what can be moved', () => {
  checkCases('NEVER_BY_TIME', [
    { name: 'a window over rows', text: metrics(...BASE, 'm: {kind: cumulative, of: plays, all_time: true}') },
    {
      name: 'a window over a ratio',
      text: metrics(
        ...BASE,
        'r: {kind: ratio, numerator: hours, denominator: plays}',
        'm: {kind: cumulative, of: r, all_time: true}',
      ),
    },
    {
      name: 'an offset of a window',
      text: metrics(
        ...BASE,
        'w: {kind: cumulative, of: plays, all_time: true}',
        'm: {expression: now - before, inputs: {now: w, before: {metric: w, offset: 1 year}}}',
      ),
    },
    {
      name: 'a share beside an offset',
      text: metrics(...BASE, 'm: {expression: part + before, inputs: {before: {metric: plays, offset: 1 year}}}'),
    },
    {
      name: 'a share of a window',
      text: metrics(...BASE, 'w: {kind: cumulative, of: plays, all_time: true}', 'm: {kind: share, of: w}'),
    },
    {
      name: 'a window over a share',
      text: metrics(...BASE, 'm: {kind: cumulative, of: part, all_time: true}'),
    },
    {
      name: 'a window over stages',
      text: metrics(
        ...BASE,
        's: {kind: multi_stage, of: hours, grain: day, then: avg}',
        'm: {kind: cumulative, of: s, trailing: 28 days}',
      ),
    },
    {
      name: 'stages of a window',
      text: metrics(
        ...BASE,
        'w: {kind: cumulative, of: plays, all_time: true}',
        'm: {kind: multi_stage, of: w, grain: day, then: max}',
      ),
    },
    {
      name: 'a window over a rank',
      text: metrics(...BASE, '»m: {kind: cumulative, of: place, all_time: true}'),
      says: '"m" is a window over "place", which is a rank.',
    },
    {
      name: 'a window over a window',
      text: metrics(
        ...BASE,
        'w: {kind: cumulative, of: plays, all_time: true}',
        '»m: {kind: cumulative, of: w, trailing: 7 days}',
      ),
      says: '"m" is a window over "w", which is a window itself.',
    },
    {
      name: 'an offset of a rank',
      text: metrics(...BASE, '»m: {expression: place - before, inputs: {before: {metric: place, offset: 1 month}}}'),
      says: '"m" asks "place" offset in time, and that is a rank.',
    },
    {
      name: 'an offset of a conversion and of a funnel',
      text: metrics(
        ...BASE,
        ...MATCHED,
        'm: {expression: c + f, inputs: {c: {metric: converted, offset: 1 month}, f: {metric: path, offset: 1 month}}}',
      ),
    },
    {
      name: 'a window over a conversion',
      text: metrics(...BASE, ...MATCHED, '»m: {kind: cumulative, of: converted, all_time: true}'),
      says: '"m" is a window over "converted", which is a conversion.',
    },
    {
      name: 'a window over a funnel',
      text: metrics(...BASE, ...MATCHED, '»m: {kind: cumulative, of: path, trailing: 7 days}'),
    },
    {
      name: 'an offset far above a rank',
      text: metrics(
        ...BASE,
        'd: {expression: place + plays}',
        '»m: {kind: ratio, numerator: {metric: d, offset: 1 day}, denominator: plays}',
      ),
    },
  ]);
});
