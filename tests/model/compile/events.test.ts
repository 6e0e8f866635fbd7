import { describe, expect, test } from '@jest/globals';
import type { ProblemCode } from '../../../src/problems/codes.js';
import { errorsIn } from '../../../src/problems/problem.js';
import { compile, modelOf } from '../../builders/compile.js';

const trials = (...lines: readonly string[]): string => `
dataset: trials
table: trials
columns: {id: integer, member: text, plan: text, day: date, amount: integer}
key: [id]
time: day
metrics:
  trials: {expression: COUNT(*)}
  closing: {expression: SUM(amount), semi_additive: {over: day, take: last}}
${lines.map((line) => `  ${line}`).join('\n')}
---
dataset: plays
table: plays
columns: {id: bigint, member: text, plan: integer, at: timestamp}
time: at
metrics:
  plays: {expression: COUNT(*)}
  late_plays: {expression: COUNT(*), where: id > 9}
---
dataset: titles
table: titles
columns: {id: integer, member: text}
key: [id]
metrics:
  titles: {expression: COUNT(*)}
`;

interface Case {
  readonly name: string;
  /** A `»` stands before the word that the problem is at. */
  readonly metric: string;
  readonly code: ProblemCode;
  readonly says?: string;
}

const refuses = (cases: readonly Case[]): void => {
  test.each(cases)('$name', ({ metric, code, says }) => {
    const { problems, marks } = compile(trials(metric));
    const errors = errorsIn(problems);
    expect(errors.map((problem) => ({ code: problem.code, at: problem.at }))).toEqual(
      marks.map((at) => ({ code, at })),
    );
    if (says !== undefined) expect(errors[0]?.message).toBe(says);
  });
};

describe('a conversion is refused', () => {
  refuses([
    {
      name: 'by its bases, where nothing tells these apart',
      metric: 'm: {kind: conversion, base: »plays, conversion: trials, entity: member, count: bases}',
      code: 'FAN_OUT',
      says: 'The rows of "plays" are to be counted one by one, and the dataset has no key to tell them apart.',
    },
    {
      name: 'in time of a balance',
      metric: 'm: {kind: conversion, base: »closing, conversion: plays, entity: member, calculation: time, unit: days}',
      code: 'TYPE_MISMATCH',
    },
    {
      name: 'where a constant cannot be compared',
      metric: 'm: {kind: conversion, base: trials, conversion: plays, entity: member, constant: [»plan]}',
      code: 'TYPE_MISMATCH',
      says: '"plan" is text in "trials" and integer in "plays".',
    },
    {
      name: 'in time without a unit',
      metric: 'm: »{kind: conversion, base: trials, conversion: plays, entity: member, calculation: time}',
      code: 'INVALID_DEFINITION',
      says: 'Metric "m" needs a unit: for calculation: time, one of seconds, minutes, hours, days, weeks.',
    },
    {
      name: 'with then where it is no time',
      metric: 'm: »{kind: conversion, base: trials, conversion: plays, entity: member, then: median}',
      code: 'INVALID_DEFINITION',
      says: 'Metric "m" has then:, which goes with calculation: time.',
    },
    {
      name: 'with another aggregate of times',
      metric:
        'm: {kind: conversion, base: trials, conversion: plays, entity: member, calculation: time, unit: days, then: »sum}',
      code: 'INVALID_DEFINITION',
    },
  ]);
});

const FUNNEL = 'f: {kind: funnel, steps: [trials, plays, late_plays], entity: member}';

describe('a funnel is refused', () => {
  refuses([
    {
      name: 'with one step',
      metric: 'm: {kind: funnel, steps: »[trials], entity: member}',
      code: 'INVALID_DEFINITION',
      says: 'Metric "m": "steps" has two steps at least.',
    },
    {
      name: 'without an entity',
      metric: 'm: »{kind: funnel, steps: [trials, plays]}',
      code: 'INVALID_DEFINITION',
      says: 'Metric "m" needs "entity".',
    },
    { name: 'without steps', metric: 'm: »{kind: funnel, entity: member}', code: 'INVALID_DEFINITION' },
    {
      name: 'with a step twice',
      metric: 'm: {kind: funnel, steps: [trials, plays, »plays], entity: member}',
      code: 'DUPLICATE_NAME',
      says: '"plays" is a step twice, and a row of it would follow itself.',
    },
    {
      name: 'with a balance for a step',
      metric: 'm: {kind: funnel, steps: [»closing, plays], entity: member}',
      code: 'TYPE_MISMATCH',
    },
    {
      name: 'where a step has no time',
      metric: 'm: {kind: funnel, steps: [trials, titles], entity: »member}',
      code: 'NO_TIME',
    },
    {
      name: 'where a step has no such entity',
      metric: 'm: {kind: funnel, steps: [trials, plays], entity: »amount}',
      code: 'UNKNOWN_COLUMN',
    },
    {
      name: 'for a step that it does not have',
      metric: 'm: {kind: funnel, steps: [trials, plays], entity: member, step: »titles}',
      code: 'UNKNOWN_METRIC',
    },
    {
      name: 'for the rate of its first step',
      metric: 'm: {kind: funnel, steps: [trials, plays], entity: member, step: »trials}',
      code: 'INVALID_DEFINITION',
      says: 'The first step has no rate: there is none before it.',
    },
    {
      name: 'of what is none',
      metric: 'm: {kind: funnel, of: »trials}',
      code: 'TYPE_MISMATCH',
      says: '"trials" is no funnel.',
    },
    {
      name: 'in a window of another calendar',
      metric: 'm: {kind: funnel, steps: [trials, plays], entity: member, window: »2 retail_weeks}',
      code: 'UNKNOWN_GRAIN',
    },
  ]);

  test.each([
    ['with a window of its own beside of', '»{kind: funnel, of: f, window: 7 days}'],
    ['with from for a count', '»{kind: funnel, of: f, calculation: count, from: previous}'],
  ])('%s', (_name, metric) => {
    const { problems, marks } = compile(trials(FUNNEL, `m: ${metric}`));
    expect(errorsIn(problems).map(({ code, at }) => ({ code, at }))).toEqual(
      marks.map((at) => ({ code: 'INVALID_DEFINITION', at })),
    );
  });
});

test('a funnel of a funnel has its path and its condition, and adds its own', () => {
  const { metrics } = modelOf(
    trials(
      "f: {kind: funnel, steps: [trials, plays, late_plays], entity: member, window: 7 days, where: plan = 'basic'}",
      'm: {kind: funnel, of: f, step: plays, calculation: time, then: p90, unit: hours, where: amount > 1}',
    ),
  );
  expect(metrics.get('m')).toMatchObject({
    steps: ['trials', 'plays', 'late_plays'],
    window: { count: 7, grain: 'day' },
    counts: 'entities',
    step: 1,
    from: 0,
    unit: 'hours',
    time: { aggregate: 'percentile_cont', fraction: '0.90', unit: 'hours' },
  });
  expect(metrics.get('m')?.where?.get('trials')).toMatchObject({
    name: 'and',
    args: [metrics.get('f')?.where?.get('trials'), { name: '>' }],
  });
});
