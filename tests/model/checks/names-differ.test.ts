import { describe } from '@jest/globals';
import { checkCases, plays } from './check-cases.js';

describe('metrics and dimensions have names of their own', () => {
  checkCases('SAME_NAME', [
    { name: 'a sum may be called like its column', text: plays('metrics: {minutes: {expression: SUM(minutes)}}') },
    {
      name: 'so it may where the dimension is hidden',
      text: plays('dimensions: {minutes: {hidden: true}}\nmetrics: {minutes: {expression: SUM(minutes)}}'),
    },
    {
      name: 'a metric like a declared dimension',
      text: plays('dimensions: {length: {expression: minutes / 60}}\nmetrics: {»length: {expression: SUM(minutes)}}'),
      says: '"length" is a metric and a dimension of "plays".',
    },
  ]);
});
