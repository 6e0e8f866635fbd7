import { beforeEach, describe, expect, test } from '@jest/globals';
import { BoundedStore } from '../../src/cache/bounded-store.js';
import { type EncodedAnswer, EncodedAnswers, type RowsRead } from '../../src/cache/encoded-answers.js';
import type { TableVersion } from '../../src/engine/engine.js';
import { meansTheSameUntil } from '../../src/request/until.js';
import { wanted } from './rows.js';

const plays: TableVersion = { table: 'plays', version: '1', modifiedAt: null };
const days: TableVersion = { table: 'days', version: '1', modifiedAt: null };
let clock: number;
let tables: readonly TableVersion[];
let store: BoundedStore;
let answers: EncodedAnswers;
beforeEach(() => {
  [clock, tables] = [1_000_000, [plays, days]];
  store = new BoundedStore({ maxBytes: 1_000_000 });
  answers = answersOf('a model');
});

const versionsOf = (asked: readonly string[]) => tables.filter(({ table }) => asked.includes(table));
const answersOf = (name: string) => new EncodedAnswers(name, store, versionsOf, () => clock);
const read = (other: Partial<RowsRead> = {}): RowsRead => ({
  ...{ fingerprint: 'f', wanted: wanted('k'), versions: [plays], isSettled: true },
  ...{ cache: { state: 'MISS', age: 0 }, currentAt: clock },
  ...other,
});
const answer = (other: Partial<EncodedAnswer> = {}): EncodedAnswer => ({
  ...{ body: Buffer.from('{"data":{},'), contentType: 'application/json', reads: [read()], calendars: [] },
  ...{ until: clock + 900_000, onRepeated: [] },
  ...other,
});
const ages = () => answers.find('a')?.notes.map(({ age }) => age);

describe('an answer holds', () => {
  test('while the versions of its tables and what now means are the same, for its own definitions', () => {
    answers.keep('a', answer());
    clock += 10_000;
    expect(answers.find('a')).toEqual({
      ...{ body: Buffer.from('{"data":{},'), contentType: 'application/json' },
      notes: [{ fingerprint: 'f', state: 'HIT', age: 0 }],
    });
    expect(answers.find('b')).toBeUndefined();
    expect(answersOf('another').find('a')).toBeUndefined();
    tables = [{ ...plays, seenAt: clock - 4_000 }];
    clock += 1_000;
    expect(ages()).toEqual([1_000]); // it was known to be right after that look
  });

  test.each<{ name: string; change: () => void }>([
    { name: 'another version', change: () => (tables = [{ ...plays, version: '2' }, days]) },
    { name: 'no version', change: () => (tables = [{ ...plays, isKnown: false }, days]) },
    { name: 'another calendar', change: () => (tables = [plays, { ...days, version: '2' }]) },
    { name: 'a calendar of no version', change: () => (tables = [plays, { ...days, isKnown: false }]) },
    { name: 'another now', change: () => (clock += 900_000) },
  ])('not with $name, and is let go', ({ change }) => {
    answers.keep('a', answer({ calendars: [days] }));
    expect(ages()).toEqual([0]);
    change();
    expect(ages()).toBeUndefined();
    expect(store.entries).toBe(0);
  });

  test('no longer than its caller allows, by the last look at its tables', () => {
    answers.keep('a', answer({ reads: [read({ wanted: wanted('k', { maxAge: 5_000 }) })] }));
    tables = [{ ...plays, seenAt: clock }];
    clock += 5_000;
    expect(ages()).toEqual([5_000]);
    clock += 1;
    expect(ages()).toBeUndefined();
    tables = [plays];
    expect(ages()).toEqual([0]);
  });

  test('for as long as its rows where a table tells no version', () => {
    tables = [{ ...plays, version: 'unknown-1', isKnown: false }];
    answers.keep('a', answer({ reads: [read({ wanted: wanted('k', { seenAt: null }), versions: tables })] }));
    tables = [{ ...plays, version: 'unknown-2', isKnown: false }];
    clock += 30_000;
    expect(ages()).toEqual([30_000]);
    clock += 1;
    expect(ages()).toBeUndefined();
  });
});

test.each<{ name: string; other: () => Partial<EncodedAnswer> }>([
  { name: 'of earlier rows', other: () => ({ reads: [read({ cache: { state: 'STALE', age: 1 } })] }) },
  { name: 'with something still to be proven', other: () => ({ reads: [read(), read({ isSettled: false })] }) },
  { name: 'of two versions', other: () => ({ reads: [read(), read({ versions: [{ ...plays, version: '2' }] })] }) },
  {
    name: 'of a version that was not known first',
    other: () => ({ reads: [read({ versions: [{ ...plays, isKnown: false }] }), read()] }),
  },
  { name: 'by a calendar of no version', other: () => ({ calendars: [{ ...days, isKnown: false }] }) },
  { name: 'too large', other: () => ({ body: Buffer.alloc(250_001) }) },
])('an answer $name is not kept', ({ other }) => {
  answers.keep('a', answer(other()));
  expect(store.entries).toBe(0);
});

test('whoever counts its answers hears that one was given again', () => {
  let heard = 0;
  answers.keep('a', answer({ onRepeated: [() => (heard += 1)] }));
  expect([ages(), ages(), heard, answers.repeated]).toEqual([[0], [0], 2, 2]);
});

test.each([
  { units: [], until: '2024-03-10T10:15:00.000Z' },
  { units: ['day', 'fiscal_quarter'], until: '2024-03-10T10:15:00.000Z' },
  { units: ['day', 'minute'], until: '2024-03-10T10:08:00.000Z' },
  { units: ['minute', 'second'], until: '2024-03-10T10:07:31.000Z' },
])('a question around units $units means the same until $until', ({ units, until }) => {
  expect(new Date(meansTheSameUntil(new Date('2024-03-10T10:07:30.500Z'), units)).toISOString()).toBe(until);
});
