import { describe } from '@jest/globals';
import { checkCases, metrics, plays } from './check-cases.js';

describe('a certified metric is complete', () => {
  checkCases(
    'CERTIFIED_INCOMPLETE',
    [
      {
        name: 'with an owner and a description',
        text: metrics('a: {expression: COUNT(*), state: certified, owner: me, description: All plays.}'),
      },
      {
        name: 'the owner may be that of the dataset',
        text: plays('owner: me\nmetrics: {a: {expression: COUNT(*), state: certified, description: All plays.}}'),
      },
      {
        name: 'without either',
        text: metrics('»a: {expression: COUNT(*), state: certified}'),
        says: '"a" is certified, and has no owner and no description.',
      },
      {
        name: 'without words',
        text: metrics('»a: {expression: COUNT(*), state: certified, owner: me}'),
        says: '"a" is certified, and has no description.',
      },
    ],
    'error',
  );
});

const certified = 'state: certified, owner: me, description: Words.';

describe('a certified metric stands on what stays', () => {
  checkCases('CERTIFIED_ON_UNSTABLE', [
    {
      name: 'a metric of nobody’s state may be below',
      text: metrics('a: {expression: COUNT(*)}', `b: {expression: a * 2, ${certified}}`),
    },
    {
      name: 'a draft two steps below',
      text: metrics(
        'a: {expression: COUNT(*), state: draft}',
        'b: {expression: a * 2}',
        `»c: {kind: share, of: b, ${certified}}`,
      ),
      says: '"c" is certified, and built on "a", which is a draft.',
    },
    {
      name: 'a deprecated event that a conversion waits for',
      text: metrics(
        'a: {expression: COUNT(*)}',
        'b: {expression: COUNT(*), where: minutes > 9, deprecated: {use: a}}',
        `»c: {kind: conversion, base: a, conversion: b, entity: member_id, window: 7 days, ${certified}}`,
      ),
      says: '"c" is certified, and built on "b", which is deprecated.',
    },
  ]);
});

describe('what is deprecated goes on its day', () => {
  checkCases('DEPRECATION_OVERDUE', [
    { name: 'before it', text: metrics('a: {expression: COUNT(*), deprecated: {until: 2026-06-02}}') },
    { name: 'on it', text: metrics('a: {expression: COUNT(*), deprecated: {until: 2026-06-01}}') },
    {
      name: 'after it',
      text: metrics('a: {expression: COUNT(*), deprecated: {until: »2026-05-31}}'),
      says: 'Metric "a" was to go after 2026-05-31.',
    },
    {
      name: 'datasets and views too',
      text: `${plays('deprecated: {until: »2026-05-31}\nmetrics: {a: {expression: COUNT(*)}}')}\n---\nview: v\nmetrics: [a]\ndeprecated: {until: »2026-05-30}`,
    },
  ]);
});

describe('what is deprecated sends people to something', () => {
  checkCases(
    'UNKNOWN_SUCCESSOR',
    [
      {
        name: 'that is there',
        text: metrics('a: {expression: COUNT(*), deprecated: {use: b}}', 'b: {expression: COUNT(*)}'),
      },
      {
        name: 'that is not there',
        text: metrics('a: {expression: COUNT(*), deprecated: {use: »c}}'),
        says: 'There is no metric "c" to use in place of "a".',
      },
      {
        name: 'that is itself',
        text: metrics('a: {expression: COUNT(*), deprecated: {use: »a}}'),
        says: 'Metric "a" is to be replaced by itself.',
      },
      { name: 'a dataset to a dataset', text: plays('deprecated: {use: members}') },
      { name: 'a dataset to no metric', text: plays('deprecated: {use: »a}\nmetrics: {a: {expression: COUNT(*)}}') },
    ],
    'error',
  );
});
