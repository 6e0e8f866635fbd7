import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readDefinitions } from '../../src/definitions/read-definitions.js';
import { openMemoryDuckdb } from '../../src/engine/duckdb/duckdb-engine.js';
import { compileModel } from '../../src/model/compile-model.js';
import { type CalendarRule, grainsOf, unitOfDay } from '../../src/time/fiscal-calendar.js';
import { add, compareClocks, printDate, readDate, type WallClock } from '../../src/time/wall-clock.js';
import { type Served, serve } from '../builders/serve.js';

const METRICS = `
dataset: sales
table: sales
columns: {id: integer, day: date, amount: integer}
key: [id]
time: day
metrics:
  amount: {expression: SUM(amount)}
  days_sold: {expression: COUNT(DISTINCT day)}
  to_date: {kind: cumulative, of: amount, to_date: f_year}
  trailing: {kind: cumulative, of: days_sold, trailing: 2 f_quarters}
  leading: {kind: cumulative, of: amount, leading: 1 f_quarter}
  last_year: {kind: derived, expression: before, inputs: {before: {metric: amount, offset: 1 f_year}}}
  to_date_last_year: {kind: derived, expression: before, inputs: {before: {metric: to_date, offset: 1 f_year}}}
  quarter_before: {kind: derived, expression: before, inputs: {before: {metric: amount, offset: 1 f_quarter}}}
  opening: {kind: derived, expression: start, inputs: {start: {metric: amount, at_start_of: f_quarter}}}
  busiest: {kind: multi_stage, of: amount, grain: f_quarter, then: max}
`;

/** By a rule, and as the tables that people keep: a row for each day, each unit by its first day. */
const calendars: readonly { readonly text: string; readonly rule: CalendarRule }[] = [
  { text: '{year_starts: 02-01}', rule: { kind: 'months', starts: { month: 2, day: 1 } } },
  { text: '{year_starts: 04-06}', rule: { kind: 'months', starts: { month: 4, day: 6 } } },
  {
    text: '{weeks: 4-5-4, year_ends: saturday nearest the end of january}',
    rule: { kind: 'weeks', pattern: [4, 5, 4], ends: { weekday: 6, month: 1, nearest: true } },
  },
  {
    text: '{weeks: 4-4-5, year_ends: last sunday of december}',
    rule: { kind: 'weeks', pattern: [4, 4, 5], ends: { weekday: 7, month: 12, nearest: false } },
  },
];

const [FROM, TO] = ['2020-01-01', '2026-01-01'].map((day) => readDate(day) as WallClock) as [WallClock, WallClock];
const days = (): readonly WallClock[] => {
  const all: WallClock[] = [];
  for (let day = FROM; compareClocks(day, TO) < 0; day = add(day, 1, 'day')) all.push(day);
  return all;
};

async function open(calendar: string, rule: CalendarRule): Promise<Served> {
  const grains = grainsOf(rule);
  const rows = days().map((day) => [day, ...grains.map((grain) => unitOfDay(rule, grain, day))]);
  const engine = await openMemoryDuckdb(async (run) => {
    await run(
      `CREATE TABLE days AS SELECT * FROM (VALUES ${rows
        .map((row) => `(${row.map((day) => `DATE '${printDate(day)}'`).join(', ')})`)
        .join(', ')}) AS days (day, ${grains.map((grain) => `f_${grain}`).join(', ')})`,
    );
    await run(`CREATE TABLE sales AS SELECT i AS id, DATE '2020-06-01' + (i * 37 % 1800)::INTEGER AS day, i * 7 % 100 AS amount
      FROM range(1250) AS r (i)`);
  });
  const { definitions, problems } = readDefinitions([
    { path: 'metrics/sales.yaml', text: METRICS },
    { path: 'metrics/calendar.yaml', text: calendar },
  ]);
  const compiled = compileModel(definitions);
  expect([...problems, ...compiled.problems]).toEqual([]);
  return serve(compiled.model, engine);
}

const question = (metrics: string, more: string): string =>
  `{ query(input: {metrics: [${metrics}], ${more}}) { rows } }`;
const by = (grain: string): string =>
  `dimensions: [{as: "t", path: metric_time, grain: ${grain}}], orderBy: [{by: "t"}]`;
const RANGE = 'time: {days: {from: "2022-12-05", through: "2024-04-10"}}';
const ALL = '[amount, to_date, trailing, leading, last_year, to_date_last_year, quarter_before, opening]'.slice(1, -1);

describe.each(calendars)('the calendar $text answers as a table of its days', ({ text, rule }) => {
  let [ruled, tabled]: Served[] = [];
  beforeAll(async () => {
    ruled = await open(`calendar: {f: ${text}}`, rule);
    const grains = grainsOf(rule).map((grain) => `f_${grain}`);
    tabled = await open(`spine: {table: days, column: day, grain: day, grains: [${grains.join(', ')}]}`, rule);
  });
  afterAll(() => Promise.all([ruled?.close(), tabled?.close()]));

  test.each([
    ...['day', 'week', 'month', 'f_quarter', 'f_year'].map((grain) => question(ALL, `${by(grain)}, ${RANGE}`)),
    question(ALL, `${by('f_quarter')}, ${RANGE}, fill: EMPTY`),
    question('amount, busiest', `${by('f_year')}, ${RANGE}`),
    question('amount', `where: [{path: "day", grain: f_quarter, is: {gte: "2023-05-01"}}], ${RANGE}`),
    question('amount', 'time: {this: f_quarter}, asOf: "2024-01-31T12:00:00Z"'),
    question('amount', `${by('f_quarter')}, time: {last: {count: 5, grain: f_quarter}}, asOf: "2024-02-04T12:00:00Z"`),
    question('amount', `${by('f_quarter')}, time: {last: {count: 1, grain: f_year}}, asOf: "2024-02-03T12:00:00Z"`),
  ])('%s', async (asked) => {
    const [one, other] = [await ruled?.ask(asked), await tabled?.ask(asked)];
    expect(one?.errors).toBeUndefined();
    expect(one?.data).toEqual(other?.data);
    expect(one?.data).toMatchObject({ query: { rows: expect.arrayContaining([expect.anything()]) } });
  });
});
