import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openMemoryDuckdb } from '../../../src/engine/duckdb/duckdb-engine.js';
import { modelOf } from '../../builders/compile.js';
import { type Served, serve } from '../../builders/serve.js';

const model = modelOf(`
spine: {table: days, column: day, grain: day, grains: {season: text, cycle: text}}
---
dataset: sales
table: sales
columns: {sold_at: timestamp, amount: integer}
time: sold_at
metrics:
  amount: {expression: SUM(amount)}
  season_before: {kind: derived, expression: before, inputs: {before: {metric: amount, offset: 1 season}}}
`);

let served: Served;
beforeAll(async () => {
  const engine = await openMemoryDuckdb(async (run) => {
    await run(`CREATE TABLE days AS SELECT * FROM (VALUES
      (DATE '2024-03-01', 'A', 'X'), (DATE '2024-03-02', 'B', 'Y'), (DATE '2024-03-03', 'C', 'Y')) AS t(day, season, cycle)`);
    await run(`CREATE TABLE sales AS SELECT * FROM (VALUES (TIMESTAMP '2024-03-01 16:00:00', 1),
      (TIMESTAMP '2024-03-01 20:00:00', 10), (TIMESTAMP '2024-03-02 16:00:00', 100)) AS t(sold_at, amount)`);
  });
  served = await serve(model, engine);
});
afterAll(() => served.close());

// In Kolkata the sales are at 21:30 on the 1st (A), 1:30 on the 2nd and 21:30 on the 2nd (B): all lie in Y a season later.
test.each([
  {
    zone: 'UTC',
    rows: [
      ['X', '11', null],
      ['Y', '100', '111'],
    ],
  },
  {
    zone: 'Asia/Kolkata',
    rows: [
      ['X', '1', null],
      ['Y', '110', '111'],
    ],
  },
])('the season before, by longer units, on the clock of $zone', async ({ zone, rows }) => {
  const { data, errors } = await served.ask(`{ query(input: {
    metrics: [amount, season_before], dimensions: [{path: metric_time, grain: cycle}], timeZone: "${zone}"
  }) { rows(format: ARRAY) } }`);
  expect(errors).toBeUndefined();
  expect(data).toEqual({ query: { rows } });
});
