import { expect, test } from '@jest/globals';
import { openAsked } from '../../builders/ask.js';
import { modelOf } from '../../builders/compile.js';

const model = modelOf(`
dataset: sales
table: sales
columns: {day: date, amount: integer}
time: day
metrics:
  amount: {expression: SUM(amount)}
  best_week: {kind: multi_stage, of: amount, grain: week, then: max}
  best_week_before: {kind: derived, expression: before, inputs: {before: {metric: best_week, offset: 2 days}}}
`);

// Friday 8 and Sunday 10 March lie in one week; two days later they would lie in two.
test('the stages of rows that move are the units in which the rows lie', async () => {
  const asked = await openAsked(model, (run) =>
    run(
      `CREATE TABLE sales AS SELECT * FROM (VALUES (DATE '2024-03-08', 10), (DATE '2024-03-10', 20)) AS t(day, amount)`,
    ),
  );
  const rows = await asked.rows({
    metrics: ['best_week', 'best_week_before'],
    dimensions: [{ path: 'metric_time', grain: 'month' }],
  });
  expect(rows.map(([month, ...weeks]) => [month, ...weeks.map(Number)])).toEqual([['2024-03-01', 30, 30]]);
  await asked.close();
});
