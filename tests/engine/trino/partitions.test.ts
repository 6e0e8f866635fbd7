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

/** A table by day with its column in each form, and one by hour within the day. */
const FORMS = [
  { table: 'by_day', type: 'date', column: 'DATE', spelled: 'CAST(landed AS DATE)', form: '' },
  { table: 'by_text', type: 'text', column: 'VARCHAR', spelled: `CAST(CAST(landed AS DATE) AS VARCHAR)`, form: '' },
  {
    table: 'by_digits',
    type: 'integer',
    column: 'INTEGER',
    spelled: `CAST(DATE_FORMAT(landed, '%Y%m%d') AS INTEGER)`,
    form: ', form: yyyymmdd',
  },
] as const;
const DAYS = 40;
const ROWS_A_DAY = 24;

const model = modelOf(
  ...FORMS.map(
    ({ table, type, form }) => `
dataset: ${table}
table: ${SCHEMA}.${table}
columns: {ds: ${type}, started_at: timestamp, minutes: integer}
time: started_at
partition: {ds: {from: started_at, late: 3 days${form}}}
metrics:
  minutes_${table}: {expression: SUM(minutes)}
  week_${table}: {kind: cumulative, of: minutes_${table}, trailing: 7 days}
`,
  ),
);

/** Text files have no statistics by which rows could be skipped too. Every seventh play lands two days late; a few have no time, and lie in no partition. */
const setUpTable = ({ table, column, spelled }: (typeof FORMS)[number]): readonly string[] => [
  `DROP TABLE IF EXISTS ${table}`,
  `CREATE TABLE ${table} (started_at TIMESTAMP(6), minutes INTEGER, ds ${column}) WITH (format = 'TEXTFILE', partitioned_by = ARRAY['ds'])`,
  `INSERT INTO ${table} SELECT started_at, minutes, ${spelled} FROM (
    SELECT started_at, minutes, IF(minutes % 7 = 0, DATE_ADD('day', 2, started_at), started_at) AS landed FROM (
      SELECT DATE_ADD('hour', n, TIMESTAMP '2024-03-01 00:30:00') AS started_at, n AS minutes
      FROM UNNEST(SEQUENCE(0, ${DAYS * ROWS_A_DAY - 1})) AS t (n)))`,
  `INSERT INTO ${table} VALUES (NULL, 1000000, NULL)`,
];

const A_DAY: MetricQueryInput['time'] = { days: { from: '2024-03-10', through: '2024-03-10' } };

describeLab('a question about a day of a Hive table by days', () => {
  let engine: Engine;
  let prover: Prover;
  beforeAll(async () => {
    for (const form of FORMS) await setUp(...setUpTable(form));
    engine = await openLab();
    prover = proveInBackground(engine);
    // A proof is kept for a version that is known
    const tables = FORMS.map(({ table }) => `${SCHEMA}.${table}`);
    await until(() => engine.versionsOf(tables).every(({ parts }) => parts !== undefined));
    prover.follow(model);
    await prover.idle();
  });
  afterAll(async () => {
    await prover?.stop();
    await engine?.close();
  });

  const ask = async (metric: string, proven: Runtime['proven'], more: Partial<MetricQueryInput> = {}) => {
    const runtime: Runtime = { model, engine, cache: new LruResultCache({ maxBytes: 1 }), maxRows: 1_000, proven };
    const input = { metrics: [metric], time: A_DAY, ...more };
    const { columns, proof, warnings } = await answer(
      runtime,
      read(model, input),
      ANYONE,
      new AbortController().signal,
    );
    return {
      rows: columns.map(({ values }) => values),
      sql: proof.sql('trino')[0] ?? '',
      rowsRead: proof.run?.rowsRead ?? 0,
      bytesRead: proof.run?.bytesRead ?? 0,
      warnings: warnings.map(({ code }) => code),
    };
  };
  const NOTHING: Runtime['proven'] = {
    keys: { findingOf: () => null, earlier: () => null },
    partitions: { findingOf: () => null, earlier: () => null },
  };

  test.each(FORMS.map(({ table }) => table))('%s opens the days on which its rows can have landed', async (table) => {
    const all = await ask(`minutes_${table}`, NOTHING);
    const few = await ask(`minutes_${table}`, prover);
    expect(few.rows).toEqual(all.rows);
    expect(few.rows).toEqual([[String(Array.from({ length: 24 }, (_, hour) => 216 + hour).reduce((a, b) => a + b))]]);
    expect([all.warnings, few.warnings]).toEqual([[], []]);

    expect(await partitionsOf(all.sql, table)).toEqual(['2024-03-01', '2024-04-11']);
    expect(await partitionsOf(few.sql, table)).toEqual(['2024-03-10', '2024-03-13']);
    expect(all.rowsRead).toBe(DAYS * ROWS_A_DAY + 1);
    expect(few.rowsRead).toBeLessThanOrEqual(5 * ROWS_A_DAY);
    expect(few.bytesRead).toBeLessThan(all.bytesRead / 5);
  });

  test.each([
    {
      name: 'a day of New York',
      more: { timeZone: 'America/New_York' },
      metric: 'minutes_by_day',
      partitions: ['2024-03-10', '2024-03-14'],
    },
    {
      name: 'a condition on the time itself',
      more: { time: null, where: [{ path: 'started_at', is: { gte: '2024-04-01T00:00:00' } }] },
      metric: 'minutes_by_day',
      partitions: ['2024-04-01', '2024-04-11'],
    },
    {
      name: 'one of two days',
      more: {
        time: null,
        where: [
          {
            any: [
              { path: 'started_at', grain: 'day', is: { eq: '2024-03-05' } },
              { path: 'started_at', grain: 'day', is: { eq: '2024-03-07' } },
            ],
          },
        ],
      },
      metric: 'minutes_by_text',
      partitions: ['2024-03-05', '2024-03-10'],
    },
    {
      name: 'a window of a week',
      more: { dimensions: [{ as: 'day', path: 'metric_time', grain: 'day' }] },
      metric: 'week_by_digits',
      partitions: ['2024-03-02', '2024-03-14'],
    },
  ] satisfies readonly { name: string; more: Partial<MetricQueryInput>; metric: string; partitions: string[] }[])(
    '$name reads no more than it looks at',
    async ({ more, metric, partitions }) => {
      const all = await ask(metric, NOTHING, more);
      const few = await ask(metric, prover, more);
      expect(few.rows).toEqual(all.rows);
      expect(few.rows[0]?.length).toBeGreaterThan(0);
      expect(await partitionsOf(few.sql, metric.replace(/^[a-z]+_/, ''))).toEqual(partitions);
      expect(few.rowsRead).toBeLessThan(all.rowsRead);
    },
  );
});

describeLab('a row that lands later than was said', () => {
  const [{ table }] = FORMS;
  test('is counted at once, and found by the next proof of its partition alone', async () => {
    const told: string[] = [];
    await setUp(...setUpTable(FORMS[0]));
    const engine = await openLab({ freshnessSeconds: 3 });
    const prover = proveInBackground(engine, { onDisproof: (text) => told.push(text) });
    const runtime: Runtime = {
      model,
      engine,
      cache: new LruResultCache({ maxBytes: 1e6 }),
      maxRows: 10,
      proven: prover,
    };
    const ask = async () => {
      const input = { metrics: [`minutes_${table}`], time: A_DAY };
      const { columns, proof } = await answer(runtime, read(model, input), ANYONE, new AbortController().signal);
      return { minutes: Number(columns[0]?.values[0]), sql: proof.sql('trino')[0] ?? '' };
    };
    try {
      engine.versionsOf([`${SCHEMA}.${table}`]);
      await until(() => engine.versionsOf([`${SCHEMA}.${table}`])[0]?.parts !== undefined);
      await ask();
      await prover.idle();
      const before = await ask();
      expect(await partitionsOf(before.sql, table)).toEqual(['2024-03-10', '2024-03-13']);

      // into a partition that is there, and into a new one
      await setUp(
        `INSERT INTO ${table} VALUES (TIMESTAMP '2024-03-10 12:00:00', 10000, DATE '2024-03-20'), (TIMESTAMP '2024-03-10 12:00:00', 20000, DATE '2024-06-01')`,
      );
      // The new one is seen first, the other with the next look at files; a proof that took long is not soon made again
      const both = 'in 2 rows of 2 partitions: 1 in 2024-03-20, with a time from 2024-03-10';
      await until(
        async () => (await ask()).minutes === before.minutes + 30_000 && told.some((text) => text.includes(both)),
        360,
      );
      await prover.idle();
      const after = await ask();
      expect(after.minutes).toBe(before.minutes + 30_000);
      expect(await partitionsOf(after.sql, table)).toEqual(['2024-03-10', '2024-06-01']);
    } finally {
      await prover.stop();
      await engine.close();
    }
  }, 400_000);
});

/** The first and the last day of the partitions that Trino says a statement opens, in all of its scans. */
async function partitionsOf(sql: string, table: string): Promise<readonly string[]> {
  const [[plan] = []] = await setUp(`EXPLAIN (TYPE IO, FORMAT JSON) ${sql}`);
  const { inputTableColumnInfos: inputs } = JSON.parse(String(plan)) as IoPlan;
  const days = inputs
    .filter((each) => each.table.schemaTable.table === table)
    .flatMap(({ constraint }) => constraint.columnConstraints)
    .filter(({ columnName }) => columnName === 'ds')
    .flatMap(({ domain }) => domain.ranges.flatMap(({ low, high }) => [low.value, high.value]))
    .map((day) => (day.includes('-') ? day : day.replace(/^(....)(..)/, '$1-$2-')))
    .sort();
  return [days.at(0) ?? '', days.at(-1) ?? ''];
}

interface IoPlan {
  readonly inputTableColumnInfos: readonly {
    readonly table: { readonly schemaTable: { readonly table: string } };
    readonly constraint: {
      readonly columnConstraints: readonly {
        readonly columnName: string;
        readonly domain: {
          readonly ranges: readonly {
            readonly low: { readonly value: string };
            readonly high: { readonly value: string };
          }[];
        };
      }[];
    };
  }[];
}
