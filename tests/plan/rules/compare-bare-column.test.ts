import { describe, expect, test } from '@jest/globals';
import { call, column, literal, type Scalar, value } from '../../../src/expressions/scalar.js';
import { printScalar } from '../../../src/plan/print-scalar.js';
import { compareBareColumn } from '../../../src/plan/rules/compare-bare-column.js';

const at = column('plays', 'at', 'timestamp');
const day = column('plays', 'day', 'date');
const zoned = (zone: string): Scalar => call('at_zone', [at, literal(zone, 'text')], 'timestamp');
const trunc = (grain: string, of: Scalar): Scalar =>
  call('trunc', [literal(grain, 'text'), of], ['hour', 'minute', 'second'].includes(grain) ? 'timestamp' : 'date');
const is = (operator: string, of: Scalar, ...texts: readonly string[]): Scalar =>
  call(operator, [of, ...texts.map((text) => value(text, text.length === 10 ? 'date' : 'timestamp'))], 'boolean');

describe('compareBareColumn', () => {
  test.each([
    {
      name: 'a month is a range',
      before: is('=', trunc('month', at), '2024-02-01'),
      after: '(plays.at >= {2024-02-01T00:00:00}) and (plays.at < {2024-03-01T00:00:00})',
    },
    {
      name: 'of dates a range of dates',
      before: is('=', trunc('quarter', day), '2024-01-01'),
      after: '(plays.day >= {2024-01-01}) and (plays.day < {2024-04-01})',
    },
    {
      name: 'a day that begins no month is no month',
      before: is('=', trunc('month', day), '2024-02-02'),
      after: '(plays.day is null) and null',
    },
    {
      name: 'and every month is another',
      before: is('<>', trunc('month', day), '2024-02-02'),
      after: '(plays.day is not null) or null',
    },
    {
      name: 'another month is before or after',
      before: is('<>', trunc('month', day), '2024-02-01'),
      after: '(plays.day < {2024-02-01}) or (plays.day >= {2024-03-01})',
    },
    {
      name: 'up to a week takes it whole, from Monday on',
      before: is('<=', trunc('week', day), '2024-01-03'),
      after: 'plays.day < {2024-01-08}',
    },
    {
      name: 'before the middle of a month takes that month',
      before: is('<', trunc('month', day), '2024-02-15'),
      after: 'plays.day < {2024-03-01}',
    },
    {
      name: 'after a year begins with the next',
      before: is('>', trunc('year', at), '2023-01-01'),
      after: 'plays.at >= {2024-01-01T00:00:00}',
    },
    {
      name: 'from the middle of an hour on begins with the next',
      before: is('>=', trunc('hour', at), '2024-01-01T10:30:00'),
      after: 'plays.at >= {2024-01-01T11:00:00}',
    },
    {
      name: 'days of a zone begin at its midnight',
      before: is('=', trunc('day', zoned('America/New_York')), '2024-03-10'),
      after: '(plays.at >= {2024-03-10T05:00:00}) and (plays.at < {2024-03-11T04:00:00})',
    },
    {
      name: 'a midnight that is skipped is the moment after it',
      before: is('>=', trunc('day', zoned('America/Havana')), '2024-03-10'),
      after: 'plays.at >= {2024-03-10T05:00:00}',
    },
    {
      name: 'a midnight to which clocks are set back comes once too often, not too early',
      before: is('>=', trunc('day', zoned('America/Havana')), '2024-11-03'),
      after: 'plays.at >= {2024-11-03T04:00:00}',
    },
    {
      name: 'a range of a zone',
      before: is('<', zoned('Asia/Kathmandu'), '2024-01-01T00:00:00'),
      after: 'plays.at < {2023-12-31T18:15:00}',
    },
    {
      name: 'where a clock time comes twice, it is compared itself, within a day',
      before: is('<', zoned('America/New_York'), '2024-11-03T01:30:00'),
      after: "(plays.at < {2024-11-04T01:30:00}) and (at_zone(plays.at, 'America/New_York') < {2024-11-03T01:30:00})",
    },
    {
      name: 'a date against noon',
      before: is('<', call('cast', [day], 'timestamp'), '2024-03-10T12:00:00'),
      after: 'plays.day < {2024-03-11}',
    },
    {
      name: 'few months of a list are ranges',
      before: is('in', trunc('month', day), '2024-01-01', '2024-03-01'),
      after:
        '((plays.day >= {2024-01-01}) and (plays.day < {2024-02-01})) or ((plays.day >= {2024-03-01}) and (plays.day < {2024-04-01}))',
    },
  ])('$name', ({ before, after }) => expect(printScalar(compareBareColumn(before))).toBe(after));

  test.each([
    ['a bare column', is('=', day, '2024-01-01')],
    ['a text', call('=', [column('plays', 'device', 'text'), value('tv', 'text')], 'boolean')],
    ['a wall clock that is equal: it may come twice', is('=', zoned('America/New_York'), '2024-11-03T01:30:00')],
    ['two columns', call('<', [trunc('day', at), day], 'boolean')],
    [
      'the month of something else',
      is('=', trunc('month', call('coalesce', [day, literal('2024-01-01', 'date')], 'date')), '2024-01-01'),
    ],
    ['a long list', is('in', trunc('month', day), ...Array.from({ length: 25 }, () => '2024-01-01'))],
    ['a comparison with NULL', call('=', [trunc('month', day), value(null, 'date')], 'boolean')],
  ])('leaves alone: %s', (_name, scalar) => expect(compareBareColumn(scalar)).toBe(scalar));
});
