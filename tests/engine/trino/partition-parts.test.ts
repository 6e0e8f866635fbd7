import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ANYONE, answer, type Runtime } from '../../../src/answer.js';
import { LruResultCache } from '../../../src/cache/lru-result-cache.js';
import type { Engine } from '../../../src/engine/engine.js';
import { type Prover, proveInBackground } from '../../../src/proofs/prove-in-background.js';
import type { MetricQueryInput } from '../../../src/request/query-input.js';
import { modelOf } from '../../builders/compile.js';
import { read } from '../../builders/request.js';
import { until } from '../../builders/until.js';
import { describeLab, openLab, SCHEMA, setUp } from './lab.js';

/** A table by year, month and day, as numbers and as texts of two digits; `with_late` has a row that landed far too late. */
const TABLES = [
  { table: 'parts_of_numbers', type: 'integer', column: 'INTEGER', part: (of: string) => `${of}(landed)` },
  {
    table: 'parts_of_texts',
    type: 'text',
    column: 'VARCHAR',
    part: (of: string) => `LPAD(CAST(${of}(landed) AS VARCHAR), ${of === 'YEAR' ? 4 : 2}, '0')`,
  },
  { table: 'parts_with_late', type: 'integer', column: 'INTEGER', part: (of: string) => `${of}(landed)` },
] as const;
const DAYS = 40;

const model = modelOf(
  ...TABLES.map(
    ({ table, type }) => `
dataset: ${table}
table: ${SCHEMA}.${table}
columns: {year: ${type}, month: ${type}, day: ${type}, started_at: timestamp, minutes: integer}
time: started_at
partition: {year: {from: started_at, late: 3 days, form: yyyy, parts: [month, day]}}
metrics:
  minutes_${table}: {expression: SUM(minutes)}
`,
  ),
);

/** Text files have no statistics by which rows could be skipped too. Every seventh play lands two days late. */
const setUpTable = ({ table, column, part }: (typeof TABLES)[number]): readonly string[] => [
  `DROP TABLE IF EXISTS ${table}`,
  `CREATE TABLE ${table} (started_at TIMESTAMP(6), minutes INTEGER, year ${column}, month ${column}, day ${column})
     WITH (format = 'TEXTFILE', partitioned_by = ARRAY['year', 'month', 'day'])`,
  `INSERT INTO ${table} SELECT started_at, minutes, ${['YEAR', 'MONTH', 'DAY'].map(part).join(', ')} FROM (
    SELECT started_at, minutes, IF(minutes % 7 = 0, DATE_ADD('day', 2, started_at), started_at) AS landed FROM (
      SELECT DATE_ADD('hour', n, TIMESTAMP '2023-12-10 00:30:00') AS started_at, n AS minutes
      FROM UNNEST(SEQUENCE(0, ${DAYS * 24 - 1})) AS t (n)))`,
];
const LATE = "INSERT INTO parts_with_late VALUES (TIMESTAMP '2023-12-31 12:00:00', 1000000, 2024, 3, 1)";

const during = (from: string, through: string): Partial<MetricQueryInput> => ({ time: { days: { from, through } } });
const NOTHING: Runtime['proven'] = {
  keys: { findingOf: () => null, earlier: () => null },
  partitions: { findingOf: () => null, earlier: () => null },
};

describeLab('a question about days of a Hive table by year, month and day', () => {
  let engine: Engine;
  let prover: Prover;
  const told: string[] = [];
  beforeAll(async () => {
    for (const table of TABLES) await setUp(...setUpTable(table));
    await setUp(LATE);
    engine = await openLab();
    prover = proveInBackground(engine, { onDisproof: (text) => told.push(text) });
    const tables = TABLES.map(({ table }) => `${SCHEMA}.${table}`);
    await until(() => engine.versionsOf(tables).every(({ parts }) => parts !== undefined));
    prover.follow(model);
    await prover.idle();
  });
  afterAll(async () => {
    await prover?.stop();
    await engine?.close();
  });

  const ask = async (table: string, more: Partial<MetricQueryInput>, proven: Runtime['proven']) => {
    const runtime: Runtime = { model, engine, cache: new LruResultCache({ maxBytes: 1 }), maxRows: 1_000, proven };
    const dimensions = [{ as: 'day', path: 'metric_time', grain: 'day' }];
    const input = { metrics: [`minutes_${table}`], dimensions, ...more };
    const { columns, proof, warnings } = await answer(
      runtime,
      read(model, input),
      ANYONE,
      new AbortController().signal,
    );
    expect(warnings).toEqual([]);
    return { rows: columns.map(({ values }) => values), rowsRead: proof.run?.rowsRead };
  };
  /** Rows that landed on these days, by hand. */
  const rowsIn = (from: string, through: string): number =>
    Array.from({ length: DAYS * 24 }, (_, n) => new Date(Date.UTC(2023, 11, 10, n + (n % 7 === 0 ? 48 : 0), 30)))
      .map((landed) => landed.toISOString().slice(0, 10))
      .filter((day) => from <= day && day <= through).length;

  test.each(
    TABLES.flatMap(({ table }) =>
      [
        { name: 'a day', more: during('2023-12-20', '2023-12-20'), opens: ['2023-12-20', '2023-12-23'] },
        { name: 'the end of a month', more: during('2023-12-28', '2023-12-28'), opens: ['2023-12-28', '2023-12-31'] },
        { name: 'New Year’s Eve', more: during('2023-12-31', '2023-12-31'), opens: ['2023-12-31', '2024-01-03'] },
        { name: 'days of two years', more: during('2023-12-29', '2024-01-02'), opens: ['2023-12-29', '2024-01-05'] },
        {
          name: 'all since a day',
          more: { where: [{ path: 'started_at', is: { gte: '2024-01-10T00:00:00' } }] },
          opens: ['2024-01-10', '2024-12-31'],
        },
        {
          name: 'all before a day',
          more: { where: [{ path: 'started_at', is: { lt: '2024-01-02T00:00:00' } }] },
          opens: ['2023-01-01', '2024-01-04'],
        },
      ].map((each) => ({ ...each, table, says: `${each.name} of ${table}` })),
    ),
  )('opens the partitions of $says, and no others', async ({ table, more, opens: [from = '', through = ''] }) => {
    const all = await ask(table, more, NOTHING);
    const few = await ask(table, more, prover);
    expect(few.rows).toEqual(all.rows);
    expect(few.rows[0]?.length).toBeGreaterThan(0);
    const late = table === 'parts_with_late' ? 1 : 0; // its partition is read whatever is asked
    expect(all.rowsRead).toBe(DAYS * 24 + late);
    expect(few.rowsRead).toBe(rowsIn(from, through) + late);
    expect(few.rowsRead).toBeLessThan(Number(all.rowsRead));
  });

  test('tells of the partition in which a row landed too late, and counts it', async () => {
    expect(told).toEqual([
      '"year/month/day" of "parts_with_late" does not follow from "started_at" within 3 days in 1 row of 1 partition: 1 in year=2024/month=3/day=1, with a time from 2023-12-31T12:00:00 on.',
    ]);
    const { rows } = await ask('parts_with_late', during('2023-12-31', '2023-12-31'), prover);
    const [onTime] = (await ask('parts_of_numbers', during('2023-12-31', '2023-12-31'), prover)).rows[1] ?? [];
    expect(Number(rows[1]?.[0])).toBe(Number(onTime) + 1_000_000);
  });
});
