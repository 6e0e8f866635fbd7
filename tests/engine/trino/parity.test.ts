import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AGGREGATES, SCALAR_FUNCTIONS } from '../../../src/expressions/functions.js';
import { call, column, FALSE, literal, type Scalar, TRUE } from '../../../src/expressions/scalar.js';
import { scalarOf } from '../../builders/evaluate.js';
import { describeLab } from './lab.js';
import { openParity, type ParityQuestion, type ParityTable } from './parity.js';
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

function questionsOf(
  { columns }: ParityTable,
  texts: readonly string[],
  more: { readonly suffix?: string; readonly where?: Scalar; readonly isAggregate?: boolean } = {},
): ParityQuestion[] {
  const { suffix = '', where = TRUE, isAggregate = false } = more;
  return texts.map((text) => ({ name: `${text}${suffix}`, scalar: scalarOf(text, columns), where, isAggregate }));
}

function sameAnswers(table: ParityTable, questions: readonly ParityQuestion[]): void {
  let both: Awaited<ReturnType<typeof openParity>>;
  beforeAll(async () => {
    both = await openParity(table, questions);
  });
  afterAll(() => both?.close());
  test.each(questions)('$name', (question) => both.expectSame(question));
}

describeLab('Trino says what DuckDB says', () => {
  sameAnswers(PARITY, [
    ...questionsOf(PARITY, OF_ROWS),
    ...questionsOf(PARITY, OF_ALL, { suffix: ' of all rows', isAggregate: true }),
    ...questionsOf(PARITY, OF_ALL, { suffix: ' of no row', where: FALSE, isAggregate: true }),
    ...Object.entries(OF_PLANS).map(([name, scalar]) => ({ name, scalar, where: TRUE, isAggregate: false })),
  ]);
});

describeLab('Trino says what DuckDB says of NaN and infinities', () => {
  sameAnswers(ODD_NUMBERS, [
    ...questionsOf(ODD_NUMBERS, ODD_NUMBERS_OF_ROWS),
    ...questionsOf(ODD_NUMBERS, ODD_NUMBERS_OF_ALL, { isAggregate: true }),
  ]);
});
