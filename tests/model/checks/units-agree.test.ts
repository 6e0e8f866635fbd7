import { describe } from '@jest/globals';
import { checkCases, metrics } from './check-cases.js';

const BASE = [
  'hours: {expression: SUM(minutes) / 60.0, unit: hours}',
  'more_hours: {expression: SUM(minutes) / 60.0, unit: hours}',
  'revenue: {expression: SUM(price), unit: USD}',
  'plays: {expression: COUNT(*)}',
];

describe('units of an expression agree', () => {
  checkCases('UNIT_MISMATCH', [
    { name: 'hours and hours', text: metrics(...BASE, 'm: {expression: hours + more_hours}') },
    { name: 'hours and a number', text: metrics(...BASE, 'm: {expression: hours + 1}') },
    { name: 'hours and a metric without a unit', text: metrics(...BASE, 'm: {expression: hours + plays}') },
    { name: 'dollars per hour', text: metrics(...BASE, 'm: {expression: revenue / hours}') },
    {
      name: 'dollars and dollars per hour times hours',
      text: metrics(...BASE, 'm: {expression: revenue - revenue / hours * hours}'),
    },
    {
      name: 'hours and dollars',
      text: metrics(...BASE, '»m: {expression: hours + revenue}'),
      says: '"m" takes hours and USD together.',
    },
    { name: 'inside a function', text: metrics(...BASE, '»m: {expression: "COALESCE(hours, 0) - ROUND(revenue)"}') },
    {
      name: 'a metric under another name',
      text: metrics(...BASE, '»m: {expression: a - b, inputs: {a: hours, b: revenue}}'),
    },
    { name: 'a comparison', text: metrics(...BASE, '»m: {expression: CASE WHEN hours > revenue THEN 1 ELSE 0 END}') },
  ]);
});
