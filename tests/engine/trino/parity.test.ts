import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AGGREGATES, SCALAR_FUNCTIONS } from '../../../src/expressions/functions.js';
import { call, column, FALSE, literal, type Scalar, TRUE } from '../../../src/expressions/scalar.js';
import { scalarOf } from '../../builders/evaluate.js';
import { describeLab } from './lab.js';
import { openParity } from './parity.js';
import { ODD_NUMBERS, ODD_NUMBERS_OF_ALL, ODD_NUMBERS_OF_ROWS } from './parity-odd-numbers.js';
import { OF_ALL, OF_ROWS, PARITY } from './parity-table.js';

/** What only plans say: zones, periods, ends of periods. */
const at = column('t', 'at', 'timestamp');
const zoned = (zone: string): Scalar => call('at_zone', [at, literal(zone, 'text')], 'timestamp');
const OF_PLANS: Readonly<Record<string, Scalar>> = {};
for (const zone of ['Europe/Paris', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Apia']) {
  Object.assign(OF_PLANS, {
    [`at in ${zone}`]: zoned(zone),
    [`at from ${zone}`]: call('from_zone', [at, literal(zone, 'text')], 'timestamp'),
    [`the day in ${zone}`]: call('trunc', [literal('day', 'text'), zoned(zone)], 'date'),
    [`the week in ${zone}`]: call('trunc', [literal('week', 'text'), zoned(zone)], 'date'),
    [`the hour in ${zone}`]: call('trunc', [literal('hour', 'text'), zoned(zone)], 'timestamp'),
    [`the instant of the hour in ${zone}`]: call(
      'minus_elapsed',
      [at, zoned(zone), call('trunc', [literal('hour', 'text'), zoned(zone)], 'timestamp')],
      'timestamp',
    ),
    [`the hour of the day in ${zone}`]: call('extract', [literal('hour', 'text'), zoned(zone)], 'integer'),
  });
}

describe('the parity table', () => {
  test.each([...Object.keys(SCALAR_FUNCTIONS), ...Object.keys(AGGREGATES)].filter((name) => name !== 'period'))(
    'has %s',
    (name) => {
      const written = [...OF_ROWS, ...OF_ALL].join('\n').toLowerCase();
      expect(written).toContain(`${name}(`);
    },
  );
});

describeLab('Trino says what DuckDB says', () => {
  let both: Awaited<ReturnType<typeof openParity>>;
  beforeAll(async () => {
    both = await openParity(PARITY);
  });
  afterAll(() => both?.close());

  const of = (text: string): Scalar => scalarOf(text, PARITY.columns);
  test.each(OF_ROWS)('%s', (text) => both.expectSame(of(text)));
  test.each(OF_ALL)('%s of all rows', (text) => both.expectSame(of(text), TRUE, true));
  test.each(OF_ALL)('%s of no row', (text) => both.expectSame(of(text), FALSE, true));
  test.each(Object.entries(OF_PLANS))('%s', (_name, scalar) => both.expectSame(scalar));
});

describeLab('Trino says what DuckDB says of NaN and infinities', () => {
  let both: Awaited<ReturnType<typeof openParity>>;
  beforeAll(async () => {
    both = await openParity(ODD_NUMBERS);
  });
  afterAll(() => both?.close());

  const of = (text: string): Scalar => scalarOf(text, ODD_NUMBERS.columns);
  test.each(ODD_NUMBERS_OF_ROWS)('%s', (text) => both.expectSame(of(text)));
  test.each(ODD_NUMBERS_OF_ALL)('%s', (text) => both.expectSame(of(text), TRUE, true));
});
