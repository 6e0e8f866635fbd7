import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ANYONE, answer, type Runtime } from '../../src/answer.js';
import { LruResultCache } from '../../src/cache/lru-result-cache.js';
import type { TableParts } from '../../src/engine/engine.js';
import { claimOfPartition } from '../../src/proofs/partition-claim.js';
import { type Prover, proveInBackground } from '../../src/proofs/prove-in-background.js';
import { notProven, outsideText, provePartition } from '../../src/proofs/prove-partition.js';
import type { MetricQueryInput } from '../../src/request/query-input.js';
import { modelOf } from '../builders/compile.js';
import { read } from '../builders/request.js';
import { type DataFolder, dataFolder } from './data-folder.js';

const model = modelOf(`
dataset: plays
table: plays
columns: {ds: date, day: date, minutes: integer}
time: day
partition: {ds: {from: day, late: 1 day}}
metrics: {minutes: {expression: SUM(minutes)}}
`);
const plays = model.datasets.get('plays');
const [partition] = plays?.partitions ?? [];
if (plays === undefined || partition === undefined) throw new Error('no partition');
const claim = claimOfPartition(plays, partition);

const HEAD = 'ds,day,minutes';
const ROWS = ['2024-01-01,2024-01-01,1', '2024-01-02,2024-01-01,2', '2024-01-02,2024-01-02,4', '2024-01-02,,8'];
const LATE = '2024-01-05,2024-01-01,16';
const NOWHERE = ',2024-01-01,32';

let data: DataFolder;
let prover: Prover;
const told: string[] = [];
beforeEach(async () => {
  told.length = 0;
  data = await dataFolder({ plays: [HEAD, ...ROWS] });
  prover = proveInBackground(data.engine, { onDisproof: (text, code) => told.push(`${code} ${text}`) });
});
afterEach(async () => {
  await prover.stop();
  await data.close();
});

const signal = new AbortController().signal;
const cache = new LruResultCache({ maxBytes: 1_000_000 });
const FIRST: MetricQueryInput = {
  metrics: ['minutes'],
  time: { days: { from: '2024-01-01', through: '2024-01-01' } },
};

async function ask(proven: Runtime['proven'] | null = prover) {
  const runtime: Runtime = { model, engine: data.engine, cache, maxRows: 100, proven: proven ?? undefined };
  const { columns, proof, warnings, cache: state } = await answer(runtime, read(model, FIRST), ANYONE, signal);
  const where = /WHERE (.*)$/s.exec(proof.sql()[0] ?? '')?.[1]?.split(/\s+AND\s+(?!\()/) ?? [];
  return {
    minutes: columns[0]?.values[0],
    reads: where.filter((part) => part.includes('"ds"')),
    warnings: warnings.map(({ code }) => code),
    fingerprint: proof.fingerprint,
    state: state.state,
  };
}

describe('partitions are skipped', () => {
  test('once nobody can lose a row by it, and the answer is the same, kept in the same place', async () => {
    const before = await ask();
    expect(before).toMatchObject({ minutes: '3', reads: [], warnings: [], state: 'MISS' });
    await prover.idle();
    const after = await ask();
    expect(after).toMatchObject({ minutes: '3', warnings: [], state: 'HIT', fingerprint: before.fingerprint });
    expect(after.reads).toHaveLength(2);
  });

  test('but those with rows that landed too late, which are told of', async () => {
    data.write('plays', HEAD, ...ROWS, LATE, NOWHERE);
    prover.follow(model);
    await prover.idle();
    const { minutes, reads } = await ask();
    expect(minutes).toBe('51');
    expect(reads.join(' ')).toMatch(/OR "plays"\."ds" IS NULL OR "plays"\."ds" IN \(/);
    expect(told).toEqual([
      'ROWS_OUTSIDE_PARTITION "ds" of "plays" does not follow from "day" within 1 day in 2 rows of 2 partitions: 1 in 2024-01-05, with a time from 2024-01-01 on.',
    ]);
  });

  test('not while nobody has looked at this version of the data', async () => {
    await ask();
    await prover.idle();
    data.write('plays', HEAD, ...ROWS, LATE);
    expect(await ask()).toMatchObject({ minutes: '19', reads: [] });
    await prover.idle();
    expect((await ask()).reads.join(' ')).toContain('OR "plays"."ds" IN (');
  });

  test('at their word where nobody proves, and the answer says so', async () => {
    data.write('plays', HEAD, ...ROWS, LATE, NOWHERE);
    expect(await ask(null)).toMatchObject({ minutes: '35', warnings: ['PARTITION_NOT_PROVEN'] });
  });
});

describe('where the engine knows the state of each partition', () => {
  const parts = (states: Readonly<Record<string, string>>): TableParts => ({
    columns: ['ds', 'hour'],
    states: new Map(Object.entries(states)),
  });
  const version = (states: Readonly<Record<string, string>>) => ({
    table: 'plays',
    version: JSON.stringify(states),
    modifiedAt: null,
    parts: parts(states),
  });
  const FIRST_STATES = { '["2024-01-01","0"]': 'a', '["2024-01-02","0"]': 'b', '[null,"0"]': 'c' };
  const finding = {
    outside: new Map([['["2024-01-05"]', { rows: 1, first: '2024-01-01' }]]),
    parts: parts(FIRST_STATES),
  };

  test.each([
    {
      name: 'a new one',
      states: { ...FIRST_STATES, '["2024-01-03","0"]': 'd' },
      reads: [['2024-01-03'], ['2024-01-05']],
    },
    {
      name: 'a new hour of one',
      states: { ...FIRST_STATES, '["2024-01-02","1"]': 'd' },
      reads: [['2024-01-02'], ['2024-01-05']],
    },
    {
      name: 'one that was written anew',
      states: { ...FIRST_STATES, '["2024-01-01","0"]': 'x' },
      reads: [['2024-01-01'], ['2024-01-05']],
    },
    { name: 'rows in none', states: { ...FIRST_STATES, '[null,"0"]': 'x' }, reads: [['2024-01-05'], [null]] },
    { name: 'nothing for one that is gone', states: { '["2024-01-01","0"]': 'a' }, reads: [['2024-01-05']] },
  ])('$name is read until it is proven', ({ states, reads }) => {
    expect(notProven(claim, finding, [version(states)])).toEqual(reads);
  });

  test('all are read where too many changed, or the table is partitioned otherwise', () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`["${at}","0"]`, 'd']));
    expect(notProven(claim, finding, [version(many)])).toBeNull();
    const other = { ...version(FIRST_STATES), parts: { ...parts(FIRST_STATES), columns: ['ds'] } };
    expect(notProven(claim, finding, [other])).toBeNull();
    expect(notProven(claim, finding, [{ ...other, parts: undefined }])).toBeNull();
  });

  test('only those that changed are looked at', async () => {
    data.write('plays', HEAD, ...ROWS, LATE, NOWHERE);
    const states = { '["2024-01-01"]': 'a', '["2024-01-02"]': 'b', '["2024-01-05"]': 'c', '[null]': 'd' };
    const asked: string[] = [];
    const engineWith = (of: Readonly<Record<string, string>>) => ({
      ...data.engine,
      name: data.engine.name,
      close: async () => {},
      run: (statement: Parameters<typeof data.engine.run>[0], until: AbortSignal) => {
        asked.push(statement.text.replace(/\s+/g, ' '));
        return data.engine.run(statement, until);
      },
      versionsOf: () => [{ ...version(of), parts: { columns: ['ds'], states: new Map(Object.entries(of)) } }],
    });
    const whole = await provePartition(claim, engineWith(states), signal);
    expect([...whole.outside.keys()].sort()).toEqual(['["2024-01-05"]', '[null]']);
    const same = await provePartition(claim, engineWith(states), signal, whole);
    expect(same.outside).toEqual(whole.outside);
    expect(asked).toHaveLength(1);

    data.write('plays', HEAD, ...ROWS, '2024-01-05,2024-01-05,16', '2024-01-06,2024-01-01,16', NOWHERE);
    const later = await provePartition(
      claim,
      engineWith({ ...states, '["2024-01-05"]': 'x', '["2024-01-06"]': 'e' }),
      signal,
      whole,
    );
    expect([...later.outside.keys()].sort()).toEqual(['["2024-01-06"]', '[null]']);
    expect(asked[1]).toContain(`"ds" IN (DATE '2024-01-05', DATE '2024-01-06')`);
    expect(outsideText(claim, later)).toContain('in 2 rows of 2 partitions');

    const gone = await provePartition(claim, engineWith({ '["2024-01-01"]': 'a' }), signal, later);
    expect(gone.outside.size).toBe(0);
  });
});
