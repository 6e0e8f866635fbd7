import { describe, expect, test } from '@jest/globals';
import { compile } from '../../builders/compile.js';

describe('each grain is named once', () => {
  test.each([
    {
      name: 'calendars of two names',
      text: 'calendar: {fiscal: {year_starts: 02-01}, tax: {year_starts: 04-06}}',
      says: [],
    },
    {
      name: 'a rule beside a table that has its grain',
      text: 'spine: {table: days, column: day, grain: day, grains: [fiscal_year]}\n---\ncalendar: {»fiscal: {year_starts: 02-01}}',
      says: ['There are two grains named "fiscal_year".'],
    },
    {
      name: 'a column named like a grain that everybody knows',
      text: 'spine: {table: days, column: day, grain: day, grains: [»week]}',
      says: ['"week" is a grain of the calendar already.'],
    },
  ])('$name', ({ text, says }) => {
    const { problems, marks } = compile(text);
    expect(problems.map(({ code, at }) => ({ code, at }))).toEqual(marks.map((at) => ({ code: 'DUPLICATE_NAME', at })));
    expect(problems.map(({ message }) => message)).toEqual(says);
  });
});
