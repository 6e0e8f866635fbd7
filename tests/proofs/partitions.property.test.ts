import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ANYONE, answer, type Runtime } from '../../src/answer.js';
import { LruResultCache } from '../../src/cache/lru-result-cache.js';
import { openMemoryDuckdb } from '../../src/engine/duckdb/duckdb-engine.js';
import type { Engine } from '../../src/engine/engine.js';
import { claimOfPartition } from '../../src/proofs/partition-claim.js';
import { type KnownPartitions, type PartitionFinding, provePartition } from '../../src/proofs/prove-partition.js';
import type { MetricQueryInput } from '../../src/request/query-input.js';
import { modelOf } from '../builders/compile.js';
import { read } from '../builders/request.js';

/** A column of its own for each part of the time. */
const PARTS = { type: 'integer', sql: 'INTEGER', spelled: format('%Y') } as const;

/** Each form of a partition column, how SQL would spell it, and how late rows of its table are at most. */
const TABLES = [
  { name: 'by_day', type: 'date', sql: 'DATE', spelled: (t: string) => `${t}::DATE`, late: '3 days', form: '' },
  { name: 'on_time', type: 'date', sql: 'DATE', spelled: (t: string) => `${t}::DATE`, late: '', form: '' },
  { name: 'by_iso', type: 'text', sql: 'VARCHAR', spelled: format('%Y-%m-%d'), late: '36 hours', form: '' },
  { name: 'by_digits', type: 'text', sql: 'VARCHAR', spelled: format('%Y%m%d'), late: '1 week', form: 'yyyymmdd' },
  {
    name: 'by_hour',
    type: 'text',
    sql: 'VARCHAR',
    spelled: format('%Y-%m-%d-%H'),
    late: '2 hours',
    form: 'yyyy-mm-dd-hh',
  },
  { name: 'by_number', type: 'integer', sql: 'INTEGER', spelled: format('%Y%m%d'), late: '1 month', form: '' },
  { name: 'by_hours', type: 'bigint', sql: 'BIGINT', spelled: format('%Y%m%d%H'), late: '', form: 'yyyymmddhh' },
  { name: 'by_month', type: 'text', sql: 'VARCHAR', spelled: format('%Y-%m'), late: '1 day', form: 'yyyy-mm' },
  { name: 'by_months', type: 'integer', sql: 'INTEGER', spelled: format('%Y%m'), late: '1 day', form: 'yyyymm' },
  { name: 'by_year', type: 'integer', sql: 'INTEGER', spelled: format('%Y'), late: '1 quarter', form: 'yyyy' },
  { ...PARTS, name: 'by_numbers', late: '3 days', sql: 'INTEGER', form: 'yyyy, parts: [m, dd]' },
  { ...PARTS, name: 'by_texts', type: 'text', sql: 'VARCHAR', late: '', form: 'yyyy, parts: [mm, dd, hh]' },
  { ...PARTS, name: 'by_month_and_day', spelled: format('%Y%m'), late: '1 week', form: 'yyyymm, parts: [dd]' },
  {
    ...PARTS,
    name: 'by_day_and_hour',
    type: 'date',
    sql: 'DATE',
    spelled: (t: string) => `${t}::DATE`,
    late: '2 hours',
    form: 'yyyy-mm-dd, parts: [hh]',
  },
] as const;

function format(pattern: string) {
  return (time: string): string => `strftime(${time}, '${pattern}')`;
}

const metrics = (name: string) => `
  rows_${name}: {expression: COUNT(*)}
  week_${name}: {kind: cumulative, of: rows_${name}, trailing: 7 days}
  before_${name}: {expression: earlier - 0, inputs: {earlier: {metric: rows_${name}, offset: 1 month}}}`;
const definition = ({ name, type, late, form }: (typeof TABLES)[number]): string => `
dataset: ${name}
table: ${name}
columns: {p: ${type}, mm: text, m: integer, dd: integer, hh: text, t: timestamp, d: date, n: integer}
time: t
partition: {p: {from: t${late && `, late: ${late}`}${form && `, form: ${form}`}}}
dimensions: {hour: {expression: "DATE_TRUNC('hour', t)"}}
metrics:${metrics(name)}
`;
const model = modelOf(...TABLES.map(definition));

/** Times around midnights, months, a new year and a change of clocks; some rows without a time, some in no partition. */
const TIMES = `SELECT i, IF(i % 2 = 0, TIMESTAMP '2024-02-25 00:00:00', TIMESTAMP '2023-12-15 00:00:00') + to_microseconds((i * 7919 % 4000) * 1000000 * 977 - i % 3) AS t FROM range(6000) r(i)`;
const setup = ({ name, sql, spelled, late }: (typeof TABLES)[number]): string => `
CREATE TABLE ${name} AS SELECT CAST(${spelled('landed')} AS ${sql}) AS p, strftime(landed, '%m') AS mm, month(landed)::INTEGER AS m,
    day(landed)::INTEGER AS dd, strftime(landed, '%H') AS hh, t, t::DATE AS d, i::INTEGER AS n
  FROM (SELECT *, t + ${late === '' ? 'INTERVAL 0 SECOND' : `(i % 5 / 4.0) * ((t + INTERVAL ${late}) - t)`} AS landed FROM (${TIMES}));
INSERT INTO ${name} SELECT p, mm, m, dd, hh, NULL, NULL, n FROM ${name} WHERE n % 50 = 0;
INSERT INTO ${name} SELECT NULL, mm, NULL, NULL, NULL, NULL, NULL, n FROM ${name} WHERE n % 70 = 0;
`;

let engine: Engine;

const found = new Map<string, PartitionFinding>();
const never = new AbortController().signal;

beforeAll(async () => {
  engine = await openMemoryDuckdb(async (run) => {
    for (const table of TABLES) await run(setup(table));
  });

  for (const dataset of model.datasets.values())
    for (const partition of dataset.partitions)
      found.set(dataset.name, await provePartition(claimOfPartition(dataset, partition), engine, never));
});
afterAll(() => engine.close());

const runtime = (partitions: KnownPartitions): Runtime => ({
  model,
  engine,
  cache: new LruResultCache({ maxBytes: 1 }),
  maxRows: 100_000,
  proven: { keys: { findingOf: () => null, earlier: () => null }, partitions },
});

const PROVEN: KnownPartitions = {
  findingOf: ({ dataset }) => found.get(dataset.name) ?? null,
  earlier: () => null,
};
const UNKNOWN: KnownPartitions = { findingOf: () => null, earlier: () => null };

async function rows(input: MetricQueryInput, partitions: KnownPartitions) {
  const { columns, proof, warnings } = await answer(runtime(partitions), read(model, input), ANYONE, never);
  return {
    rows: columns.map(({ values }) => values),
    sql: proof.sql().join(),
    warnings: warnings.map(({ code }) => code),
  };
}

const ZONES = ['UTC', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Apia', 'Europe/Berlin'];
const instant = fc
  .integer({ min: 0, max: 160 * 24 * 4 })
  .map((quarters) => new Date(Date.UTC(2023, 10, 25) + quarters * 900_000));
const asked = fc.record({
  table: fc.constantFrom(...TABLES.map(({ name }) => name)),
  metric: fc.constantFrom('rows', 'week', 'before'),
  grain: fc.constantFrom('day', 'week', 'month'),
  zone: fc.constantFrom(...ZONES),
  from: instant,
  hours: fc.integer({ min: 1, max: 24 * 20 }),
  where: fc.constantFrom('none', 'hour', 'either', 'or none' as const),
});

describe('partitions that follow from a time', () => {
  test.each(TABLES.map(({ name }) => name))('%s: no row lies outside', (name) => {
    expect(found.get(name)?.outside).toEqual(new Map());
  });

  test('hold every row that a question asks for', async () => {
    let pruned = 0;
    await fc.assert(
      fc.asyncProperty(asked, async ({ table, metric, grain, zone, from, hours, where }) => {
        const day = (of: Date): string => of.toISOString().slice(0, 10);
        const to = new Date(from.getTime() + hours * 3_600_000);
        const hour = (of: Date): string => `${of.toISOString().slice(0, 13)}:00:00`;
        const during = {
          all: [
            { path: 'hour', is: { gte: hour(from) } },
            { path: 'hour', is: { lt: hour(to) } },
          ],
        };
        const conditions = {
          none: [],
          hour: [during],
          either: [{ any: [during, { path: 'd', is: { eq: day(from) } }] }],
          'or none': [{ any: [during, { path: 't', is: { isNull: true } }] }],
        } as const;
        const input: MetricQueryInput = {
          metrics: [`${metric}_${table}`],
          dimensions: [{ as: 'by', path: 'metric_time', grain }],
          time: where === 'or none' ? undefined : { days: { from: day(from), through: day(to) } },
          timeZone: zone,
          where: conditions[where],
        };
        const [with_, without] = [await rows(input, PROVEN), await rows(input, UNKNOWN)];
        expect(with_.rows).toEqual(without.rows);
        if (with_.sql !== without.sql) pruned += 1;
        expect(with_.warnings).toEqual(without.warnings);
      }),
      { numRuns: 200 },
    );
    expect(pruned).toBeGreaterThan(60);
  }, 120_000);
});
