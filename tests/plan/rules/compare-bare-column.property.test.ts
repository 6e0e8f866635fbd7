import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type AggregateCall,
  call,
  column,
  literal,
  mapScalar,
  type Scalar,
  value,
} from '../../../src/expressions/scalar.js';
import { compareBareColumn } from '../../../src/plan/rules/compare-bare-column.js';
import { GRAINS, isBelowDay } from '../../../src/time/grain.js';
import { add, printDate, printWallClock, readWallClock, type WallClock } from '../../../src/time/wall-clock.js';
import { type Evaluator, openEvaluator } from '../../builders/evaluate.js';

/** Zones by what is odd about them, with instants around which it happens. */
const ZONES: Readonly<Record<string, readonly string[]>> = {
  UTC: ['2024-03-10T00:00', '2024-12-31T12:00'],
  'America/Los_Angeles': ['2024-03-10T10:00', '2024-11-03T09:00'],
  'Europe/Berlin': ['2024-03-31T01:00', '2024-10-27T01:00'],
  'America/Havana': ['2024-03-10T05:00', '2024-11-03T05:00'], // at midnight: a day without its first hour, one with it twice
  'Asia/Beirut': ['2024-03-30T22:00', '2024-10-26T21:00'],
  'Australia/Lord_Howe': ['2024-04-06T15:00', '2024-10-05T15:30'], // by half an hour
  'Asia/Kathmandu': ['2024-01-01T00:00', '1985-12-31T18:30'], // +05:45, and +05:30 before 1986
  'Africa/Casablanca': ['2024-03-10T02:00', '2024-04-14T02:00'], // back for Ramadan: two changes in five weeks
  'America/Sao_Paulo': ['2018-11-04T03:00', '2019-02-17T02:00'],
  'Antarctica/Troll': ['2024-03-31T01:00', '2024-10-27T01:00'], // by two hours
  'Pacific/Apia': ['2011-12-30T10:00', '2021-04-03T14:00'], // the 30th of December 2011 never was
};

const clockAt = (text: string): WallClock => readWallClock(text) as WallClock;

/** Instants: every 20 minutes for two days around each oddity, with a microsecond to either side, and some far away. */
const instants = (changes: readonly string[]): string[] => {
  const near = changes.flatMap((change) =>
    Array.from({ length: 6 * 24 }, (_, step) => add(clockAt(change), step * 20 - 24 * 60, 'minute')),
  );
  const beside = near.flatMap(({ days, micros }) => [
    { days, micros },
    { days, micros: micros + 1 },
    micros > 0 ? { days, micros: micros - 1 } : { days: days - 1, micros: 86_399_999_999 },
  ]);
  const far = Array.from({ length: 120 }, (_, step) => add(clockAt('1971-01-01T00:00'), step * 171, 'day'));
  return [...beside, ...far].map(printWallClock);
};

const at = column('t', 'at', 'timestamp');
const day = column('t', 'day', 'date');
const OPERATORS = ['=', '<>', '<', '<=', '>', '>='] as const;

type Of = 'timestamp' | 'date';
interface Asked {
  readonly of: Of;
  /** DATE_TRUNC of a definition, which knows no zone, or the period of a request. */
  readonly cut: 'trunc' | 'date_trunc';
  readonly grain: (typeof GRAINS)[number] | null;
  readonly operator: (typeof OPERATORS)[number] | 'in';
  readonly clocks: readonly WallClock[];
}

/** As a leaf of the plan writes it. */
function condition({ of, cut, grain, operator, clocks }: Asked, zone: string): Scalar {
  const zoned =
    of === 'date'
      ? day
      : zone === 'UTC' || cut === 'date_trunc'
        ? at
        : call('at_zone', [at, literal(zone, 'text')], 'timestamp');
  const isTimestamp = grain === null || isBelowDay(grain);
  const whole = of === 'date' && grain === null ? call('cast', [day], 'timestamp') : zoned;
  const time = grain === null ? whole : call(cut, [literal(grain, 'text'), zoned], isTimestamp ? 'timestamp' : 'date');
  const bounds = clocks.map((clock) =>
    isTimestamp ? value(printWallClock(clock), 'timestamp') : value(printDate(clock), 'date'),
  );
  return call(operator, [time, ...(operator === 'in' ? bounds : bounds.slice(0, 1))], 'boolean');
}

/** Wall clocks near the oddities: on the hour, at midnight, at the start of a month, or at any microsecond. */
const clocks = (changes: readonly string[]): fc.Arbitrary<WallClock> =>
  fc
    .record({
      change: fc.constantFrom(...changes),
      minutes: fc.integer({ min: -3 * 1440, max: 3 * 1440 }),
      form: fc.constantFrom('minute', 'half hour', 'hour', 'midnight', 'month', 'year', 'microsecond'),
    })
    .map(({ change, minutes, form }) => {
      const clock = add(clockAt(change), minutes, 'minute');
      const [hour, text] = [3_600_000_000, printDate(clock)];
      switch (form) {
        case 'midnight':
          return { days: clock.days, micros: 0 };
        case 'month':
          return clockAt(`${text.slice(0, 7)}-01`);
        case 'year':
          return clockAt(`${text.slice(0, 4)}-01-01`);
        case 'hour':
          return { days: clock.days, micros: clock.micros - (clock.micros % hour) };
        case 'half hour':
          return { days: clock.days, micros: clock.micros - (clock.micros % (hour / 2)) };
        case 'microsecond':
          return { days: clock.days, micros: clock.micros + 1 };
        default:
          return clock;
      }
    });

const asked = (changes: readonly string[]): fc.Arbitrary<Asked> =>
  fc
    .record({
      of: fc.constantFrom<Of>('timestamp', 'timestamp', 'timestamp', 'date'),
      cut: fc.constantFrom('trunc', 'trunc', 'date_trunc'),
      grain: fc.constantFrom(null, ...GRAINS),
      operator: fc.constantFrom(...OPERATORS, 'in' as const),
      clocks: fc.array(clocks(changes), { minLength: 1, maxLength: 4 }),
    })
    .filter(({ of, grain }) => of === 'timestamp' || grain === null || !isBelowDay(grain));

/**
 * DuckDB 1.5 has a rewrite of its own, which takes NULL for unequal: date_trunc('hour', t) <> a time that begins no hour
 * is true of NULL. It does not look behind a sum.
 */
const spared = (of: Scalar): Scalar =>
  mapScalar(of, (node) =>
    node === at ? call('date_add', [literal('second', 'text'), literal('0', 'integer'), at], 'timestamp') : node,
  );

/** How many rows the two tell apart; unknown is neither true nor false. */
const differences = (a: Scalar, b: Scalar): AggregateCall => {
  const known = (of: Scalar): Scalar =>
    call('coalesce', [call('cast', [of], 'integer'), literal('2', 'integer')], 'integer');
  return {
    kind: 'aggregate',
    name: 'count',
    args: [],
    where: call('<>', [known(a), known(b)], 'boolean'),
    type: 'integer',
  };
};

describe.each(Object.entries(ZONES))('compareBareColumn in %s', (zone, changes) => {
  let table: Evaluator;
  beforeAll(async () => {
    const rows = instants(changes).map((instant) => [instant, instant.slice(0, 10)]);
    table = await openEvaluator({ at: 'timestamp', day: 'date' }, [...rows, [null, null]]);
  });
  afterAll(() => table?.close());

  test('tells the same rows apart as the condition it replaces', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(asked(changes), { minLength: 20, maxLength: 40 }), async (batch) => {
        const pairs = batch.map((each) => {
          const before = condition(each, zone);
          return { before, after: compareBareColumn(before) };
        });
        const counts = await table.aggregates(pairs.map(({ before, after }) => differences(spared(before), after)));
        expect(pairs.filter((_, index) => counts[index] !== 0)).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });
});
