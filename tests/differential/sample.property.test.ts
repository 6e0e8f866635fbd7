import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openDuckdb } from '../../src/engine/duckdb/duckdb-engine.js';
import { makeSample } from '../../src/sample/make-sample.js';
import { compileProject } from '../../src/server/compile.js';
import { type ByHand, openByHand } from '../builders/by-hand.js';
import { type Served, serve } from '../builders/serve.js';
import { REQUEST, requestVariables } from '../cases/request.js';
import { difference } from '../reference/compare.js';
import type { Answer, Cell } from '../reference/format.js';
import { dimensionsOf, type NaiveFilter, type NaiveQuestion, naiveSql, numbers } from './naive-sql.js';

let folder: string;
let served: Served;
let byHand: ByHand;
let valuesOf: ReadonlyMap<string, readonly string[]>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sample-'));
  const { tables } = await makeSample(folder, { scale: 0.01 });
  const { model, problems } = compileProject('.', 'metrics');
  expect(problems).toEqual([]);
  served = await serve(model, await openDuckdb({ data: [folder], threads: 1 }));
  const tableSql = tables.map(
    ({ name }) =>
      `CREATE TABLE streaming.${name} AS FROM read_parquet('${join(folder, 'streaming', `${name}.parquet`)}')`,
  );
  byHand = await openByHand(['CREATE SCHEMA streaming', ...tableSql].join(';\n'));
  valuesOf = await readValues();
}, 60_000);

afterAll(async () => {
  byHand.close();
  await served.close();
  await rm(folder, { recursive: true, force: true });
});

test('random questions about the sample are answered as naive SQL answers them', async () => {
  let rows = 0;
  await fc.assert(
    fc.asyncProperty(questions, async (drawn) => {
      const question = questionOf(drawn);
      const [ours, theirs] = [await asked(question), await handWritten(question)];
      rows += theirs.rows.length;
      const types = [
        ...(question.grain === null ? [] : ['date']),
        ...question.dimensions.map(() => 'text'),
        ...question.metrics.map((name) => numbers[name]?.type ?? 'text'),
      ];
      const found = difference(theirs, types, ours, question.metrics, {
        ordered: false,
        keep_null_rows: true,
        null_as_zero: false,
      });
      if (found !== undefined) throw new Error(`${JSON.stringify(question)}\n${naiveSql(question)}\n${found}`);
    }),
    { numRuns: 60, seed: 20_250_101 },
  );
  expect(rows).toBeGreaterThan(1000);
}, 60_000);

const place = fc.nat({ max: 1000 });
const questions = fc.record({
  metrics: fc.uniqueArray(fc.constantFrom(...Object.keys(numbers)), { minLength: 1, maxLength: 4 }),
  dimensions: fc.uniqueArray(place, { maxLength: 2 }),
  grain: fc.constantFrom(null, null, 'day', 'week', 'month', 'quarter', 'year'),
  zone: fc.constantFrom('UTC', 'UTC', 'America/Los_Angeles', 'Asia/Kolkata', 'Pacific/Auckland'),
  days: fc.option(fc.tuple(fc.nat({ max: 700 }), fc.nat({ max: 120 })), { freq: 2 }),
  filters: fc.array(fc.tuple(place, fc.constantFrom('in', 'not_in', 'is_null', 'is_not_null'), place), {
    maxLength: 2,
  }),
});
type Drawn = typeof questions extends fc.Arbitrary<infer T> ? T : never;

/** Places become the dimensions that all metrics have, and values that these take. */
function questionOf({ metrics, dimensions, grain, zone, days, filters }: Drawn): NaiveQuestion {
  const known = dimensionsOf(metrics);
  const at = <T>(list: readonly T[], index: number): readonly T[] =>
    list.length === 0 ? [] : [list[index % list.length] as T];
  const day = (offset: number): string =>
    new Date(Date.UTC(2024, 0, 1) + offset * 86_400_000).toISOString().slice(0, 10);
  return {
    metrics,
    grain,
    zone,
    dimensions: [...new Set(dimensions.flatMap((index) => at(known, index)))],
    days: days && { from: day(days[0]), through: day(days[0] + days[1]) },
    filters: filters.flatMap(([index, op, value]) =>
      at(known, index).map((dimension): NaiveFilter => {
        const texts = valuesOf.get(dimension) ?? [];
        return op === 'in' || op === 'not_in'
          ? { dimension, op, value: [...new Set([...at(texts, value), ...at(texts, value + 1)])] }
          : { dimension, op: op as 'is_null' };
      }),
    ),
  };
}

/** The values that each dimension takes, as SQL finds them. */
async function readValues(): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  for (const metric of Object.keys(numbers))
    for (const dimension of dimensionsOf([metric])) {
      if (found.has(dimension)) continue;
      const rows = await byHand.rows(
        naiveSql({ metrics: [metric], dimensions: [dimension], grain: null, zone: 'UTC', days: null, filters: [] }),
      );
      found.set(dimension, rows.flatMap((row) => (row.d0 === null ? [] : [String(row.d0)])).toSorted());
    }
  return found;
}

async function asked({ metrics, dimensions, grain, zone, days, filters }: NaiveQuestion): Promise<Answer> {
  const variables = requestVariables({
    metrics,
    dimensions: [
      ...(grain === null ? [] : [{ as: 'period', path: 'metric_time', grain }]),
      ...dimensions.map((path, i) => ({ as: `d${i}`, path })),
    ],
    where: filters.map(({ dimension, ...filter }) => ({ path: dimension, ...filter })),
    timezone: zone,
    ...(days && { range: days }),
  } as unknown as Parameters<typeof requestVariables>[0]);
  const { data, errors } = await served.ask(REQUEST, variables);
  if (errors) throw new Error(JSON.stringify(errors));
  const { columns, rows } = (data as { query: { columns: { name: string }[]; rows: Cell[][] } }).query;
  return { columns: columns.map(({ name }) => name), rows };
}

async function handWritten(question: NaiveQuestion): Promise<Answer> {
  const columns = [
    ...(question.grain === null ? [] : ['period']),
    ...question.dimensions.map((_, i) => `d${i}`),
    ...question.metrics,
  ];
  const rows = await byHand.rows(naiveSql(question));
  return { columns, rows: rows.map((row) => columns.map((name) => (row[name] ?? null) as Cell)) };
}
