import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type OpenSample, openSample } from './open-sample.js';

let sample: OpenSample;
beforeAll(async () => {
  sample = await openSample({ scale: 0.05 });
});
afterAll(() => sample.close());

describe('the planted truths', () => {
  test('on 2026-03-17 television fails, and nothing else', async () => {
    const { tv, tv_usual, tv_completion, other, other_usual } = await sample.rowOf(`
      WITH days AS (
        SELECT started_at::DATE AS day, count(*) FILTER (device = 'tv') AS tv,
          count(*) FILTER (device <> 'tv') AS other,
          avg(is_completed::INTEGER) FILTER (device = 'tv') AS completion
        FROM streaming.plays WHERE dayofweek(started_at) = 2 AND started_at::DATE BETWEEN DATE '2026-02-17'
          AND DATE '2026-04-14'
        GROUP BY ALL
      )
      SELECT max(tv) FILTER (hit) AS tv, avg(tv) FILTER (NOT hit) AS tv_usual,
        max(completion) FILTER (hit) AS tv_completion,
        max(other) FILTER (hit) AS other, avg(other) FILTER (NOT hit) AS other_usual
      FROM (SELECT *, day = DATE '2026-03-17' AS hit FROM days)`);
    expect((tv ?? 1) / (tv_usual ?? 1)).toBeLessThan(0.5);
    expect(tv_completion).toBeLessThan(0.45);
    expect(Math.abs((other ?? 0) / (other_usual ?? 1) - 1)).toBeLessThan(0.3);
  });

  test('prices rise on 2025-10-01', async () => {
    const prices = await sample.rowsOf(`
      SELECT plan, mode(amount) FILTER (charged_at < TIMESTAMP '2025-10-01')::TEXT AS before,
        mode(amount) FILTER (charged_at >= TIMESTAMP '2025-10-01')::TEXT AS after
      FROM streaming.charges WHERE kind = 'subscription' GROUP BY plan ORDER BY plan`);
    expect(prices).toEqual([
      { plan: 'basic', before: '6.99', after: '6.99' },
      { plan: 'premium', before: '19.99', after: '22.99' },
      { plan: 'standard', before: '13.99', after: '15.49' },
    ]);
  });

  test('the new player completes more on each device and less over all', async () => {
    const rates = await sample.rowsOf(`
      SELECT device, avg(is_completed::INTEGER) FILTER (player = 'nova') > avg(is_completed::INTEGER)
        FILTER (player = 'classic') AS better
      FROM streaming.plays WHERE started_at >= TIMESTAMP '2025-01-15' AND device IS NOT NULL
      GROUP BY ROLLUP (device) ORDER BY device NULLS LAST`);
    expect(rates).toEqual([
      { device: 'phone', better: true },
      { device: 'tablet', better: true },
      { device: 'tv', better: true },
      { device: 'web', better: true },
      { device: null, better: false },
    ]);
  });

  test('autoplay_next lengthens plays, quiet_autoplay has fewer completed', async () => {
    const cells = await sample.rowsOf(`
      WITH first AS (
        SELECT experiment_id, member_id, min(exposed_at) AS exposed_at, arg_min(cell, exposed_at) AS cell
        FROM streaming.exposures WHERE experiment_id IN (3, 5) GROUP BY ALL
      )
      SELECT experiment_id AS id, avg(minutes / runtime_minutes) FILTER (cell = 'treatment')
          / avg(minutes / runtime_minutes) FILTER (cell = 'control') AS minutes,
        avg(is_completed::INTEGER) FILTER (cell = 'treatment') - avg(is_completed::INTEGER) FILTER (cell = 'control')
          AS completion
      FROM first JOIN streaming.experiments USING (experiment_id) JOIN streaming.plays USING (member_id)
        JOIN streaming.titles USING (title_id)
      WHERE started_at >= exposed_at AND started_at < coalesce(ended_on, DATE '2026-06-30') + 1
      GROUP BY ALL ORDER BY id`);
    expect(cells.map((row) => row.id)).toEqual([3, 5]);
    expect(Number(cells[0]?.minutes)).toBeGreaterThan(1.05);
    expect(Number(cells[1]?.completion)).toBeLessThan(-0.02);
  });

  test('artwork_faces is out of its planned balance, autoplay_next is not', async () => {
    const shares = await sample.rowsOf(`
      SELECT experiment_id AS id, count(DISTINCT member_id) FILTER (cell = 'control') / count(DISTINCT member_id)
        AS control
      FROM streaming.exposures WHERE experiment_id IN (3, 4) AND cell IS NOT NULL GROUP BY ALL ORDER BY id`);
    expect(Math.abs(Number(shares[0]?.control) - 0.5)).toBeLessThan(0.03);
    expect(Number(shares[1]?.control)).toBeGreaterThan(0.52);
  });

  test('holidays lift plays, the evening of the final lowers them, the premiere draws them', async () => {
    const days = await sample.rowOf(`
      SELECT count(*) FILTER (started_at::DATE = DATE '2025-12-25') AS christmas,
        count(*) FILTER (started_at::DATE IN (DATE '2025-12-18', DATE '2026-01-08')) / 2 AS thursdays,
        count(*) FILTER (started_at::DATE = DATE '2026-02-08') AS final_night,
        count(*) FILTER (started_at::DATE IN (DATE '2026-02-01', DATE '2026-02-15')) / 2 AS sundays,
        avg((title_id = 7)::INTEGER) FILTER (started_at::DATE BETWEEN DATE '2025-11-14' AND DATE '2025-11-23')
          AS premiere,
        count(*) FILTER (title_id = 7 AND started_at < TIMESTAMP '2025-11-14') AS before_premiere
      FROM streaming.plays`);
    expect(days.christmas).toBeGreaterThan(1.2 * (days.thursdays ?? 0));
    expect(days.final_night).toBeLessThan(0.8 * (days.sundays ?? 0));
    expect(days.premiere).toBeGreaterThan(0.05);
    expect(days.before_premiere).toBe(0);
  });

  test('all plays of 2025-06-11 land two days late, few of other days', async () => {
    const late = await sample.rowsOf(`
      SELECT started_at::DATE = DATE '2025-06-11' AS is_late_day, avg((ds - started_at::DATE >= 2)::INTEGER) AS share
      FROM streaming.plays GROUP BY ALL ORDER BY ALL`);
    expect(late.map((row) => row.is_late_day)).toEqual([false, true]);
    expect(Number(late[0]?.share)).toBeLessThan(0.03);
    expect(late[1]?.share).toBe(1);
  });

  test('each query of the data card runs and shows something', async () => {
    const card = await readFile(new URL('../../docs/sample-data.md', import.meta.url), 'utf8');
    const queries = [...card.matchAll(/```sql\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
    expect(queries.length).toBeGreaterThan(8);
    for (const query of queries) expect(await sample.rowsOf(query)).not.toEqual([]);
  });
});
