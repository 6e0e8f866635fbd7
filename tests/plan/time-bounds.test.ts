import { describe, expect, test } from '@jest/globals';
import {
  all,
  any,
  call,
  column,
  isNotNull,
  isNull,
  literal,
  not,
  type Scalar,
  value,
} from '../../src/expressions/scalar.js';
import { boundsOf } from '../../src/plan/time-bounds.js';
import { printWallClock } from '../../src/time/wall-clock.js';

const time = column('plays', 'started_at', 'timestamp');
const other = column('plays', 'ingested_at', 'timestamp');
const day = column('plays', 'day', 'date');
const at = (text: string): Scalar => value(text, 'timestamp');
const on = (text: string): Scalar => value(text, 'date');
const is = (operator: string, ...args: readonly Scalar[]): Scalar => call(operator, args, 'boolean');
const trunc = (grain: string, of: Scalar): Scalar => call('trunc', [literal(grain, 'text'), of], 'date');
const inParis = (of: Scalar): Scalar => call('at_zone', [of, literal('Europe/Paris', 'text')], 'timestamp');

const text = (condition: Scalar, of: Scalar = time): string => {
  const { from, to } = boundsOf(condition, of);
  return `${from ? printWallClock(from) : ''} .. ${to ? printWallClock(to) : ''}`;
};

const march = all([is('>=', time, at('2024-03-01T00:00')), is('<', time, at('2024-04-01T00:00'))]);
const tenth = is('=', time, at('2024-03-10T12:00'));

describe('a condition bounds a time', () => {
  test.each<{ name: string; condition: Scalar; of?: Scalar; bounds: string }>([
    { name: 'by both sides of a range', condition: march, bounds: '2024-03-01T00:00:00 .. 2024-03-31T23:59:59.999999' },
    {
      name: 'written the other way round',
      condition: is('>', at('2024-03-01T00:00'), time),
      bounds: ' .. 2024-02-29T23:59:59.999999',
    },
    {
      name: 'by the narrower of two',
      condition: all([march, tenth]),
      bounds: '2024-03-10T12:00:00 .. 2024-03-10T12:00:00',
    },
    {
      name: 'by the wider of two ways',
      condition: any([march, is('<=', time, at('2024-05-01T00:00'))]),
      bounds: ' .. 2024-05-01T00:00:00',
    },
    {
      name: 'by all ways',
      condition: any([march, is('=', time, at('2023-01-01T00:00'))]),
      bounds: '2023-01-01T00:00:00 .. 2024-03-31T23:59:59.999999',
    },
    {
      name: 'by a list',
      condition: is('in', time, at('2024-03-10T00:00'), at('2024-03-02T00:00')),
      bounds: '2024-03-02T00:00:00 .. 2024-03-10T00:00:00',
    },
    {
      name: 'by a list of periods',
      condition: is('in', trunc('month', time), on('2024-03-01'), on('2024-01-01')),
      bounds: '2024-01-01T00:00:00 .. 2024-03-31T23:59:59.999999',
    },
    {
      name: 'on the wall of a zone, a day around',
      condition: is('<', inParis(time), at('2024-03-10T00:00')),
      bounds: ' .. 2024-03-10T23:59:59.999999',
    },
    {
      name: 'by a period of a zone',
      condition: is('=', trunc('day', inParis(time)), on('2024-03-10')),
      bounds: '2024-03-09T00:00:00 .. 2024-03-11T23:59:59.999999',
    },
    {
      name: 'as a date',
      of: day,
      condition: is('<', call('cast', [day], 'timestamp'), at('2024-03-10T12:00')),
      bounds: ' .. 2024-03-10T11:59:59.999999',
    },
    {
      name: 'that is an expression',
      of: inParis(other),
      condition: is('>=', inParis(other), at('2024-03-10T00:00')),
      bounds: '2024-03-10T00:00:00 .. ',
    },
  ])('$name', ({ condition, of, bounds }) => expect(text(condition, of)).toBe(bounds));

  test.each<{ name: string; condition: Scalar }>([
    { name: 'another time', condition: is('>=', other, at('2024-03-10T00:00')) },
    {
      name: 'one of two ways',
      condition: any([march, is('=', column('plays', 'device', 'text'), value('tv', 'text'))]),
    },
    { name: 'a range, or no time at all', condition: any([march, isNull(time)]) },
    { name: 'a time that is there', condition: isNotNull(time) },
    { name: 'a range that is denied', condition: not(march) },
    { name: 'all but one moment', condition: is('<>', time, at('2024-03-10T00:00')) },
    { name: 'a comparison of two columns', condition: is('<', time, other) },
    {
      name: 'a time that is moved',
      condition: is(
        '>=',
        call('date_add', [literal('day', 'text'), literal('1', 'integer'), time], 'timestamp'),
        at('2024-03-10T00:00'),
      ),
    },
    {
      name: 'a value in place of NULL',
      condition: is('>=', call('coalesce', [time, at('2024-03-10T00:00')], 'timestamp'), at('2024-03-10T00:00')),
    },
    { name: 'no moment', condition: is('>=', time, literal(null, 'timestamp')) },
  ])('not by $name', ({ condition }) => expect(text(condition)).toBe(' .. '));
});
