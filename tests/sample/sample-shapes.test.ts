import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type OpenSample, openSample } from './open-sample.js';

let sample: OpenSample;
beforeAll(async () => {
  sample = await openSample({ scale: 0.05 });
});
afterAll(() => sample.close());

describe('the shapes of real data', () => {
  test('NULLs, dangling keys and late rows are there, and few', async () => {
    const shapes = await sample.rowOf(`
      SELECT avg((p.member_id IS NULL)::INTEGER) AS no_member, avg((p.country_code IS NULL)::INTEGER) AS no_country,
        avg((device IS NULL)::INTEGER) AS no_device, avg((minutes IS NULL)::INTEGER) AS no_minutes,
        avg((p.member_id IS NOT NULL AND m.member_id IS NULL)::INTEGER) AS dangling_member,
        avg((t.title_id IS NULL)::INTEGER) AS dangling_title,
        avg((p.country_code IS NOT NULL AND c.code IS NULL)::INTEGER) AS dangling_country,
        avg((ingested_at - started_at > INTERVAL 1 DAY)::INTEGER) AS late
      FROM streaming.plays AS p LEFT JOIN streaming.members AS m USING (member_id)
        LEFT JOIN streaming.titles AS t USING (title_id) LEFT
          JOIN streaming.countries AS c ON c.code = p.country_code`);
    for (const [shape, share] of Object.entries(shapes)) {
      expect({ shape, few: share > 0 && share < 0.05 }).toEqual({ shape, few: true });
    }
  });

  test('a play lands on its day or up to three days later, never before', async () => {
    const days = await sample.rowsOf(
      'SELECT DISTINCT ds - started_at::DATE AS days FROM streaming.plays ORDER BY days',
    );
    expect(days.map((row) => Number(row.days))).toEqual([0, 1, 2, 3]);
  });

  test('nobody plays before signing up, and nothing before its release', async () => {
    const early = await sample.rowOf(`
      SELECT count(*) FILTER (started_at < signup_date) AS members,
        count(*) FILTER (started_at < release_date) AS titles
      FROM streaming.plays LEFT JOIN streaming.members USING (member_id) LEFT JOIN streaming.titles USING (title_id)`);
    expect(early).toEqual({ members: 0, titles: 0 });
  });

  test('plays are skewed over titles and follow the week and the year', async () => {
    const { top, all } = await sample.rowOf(`
      SELECT sum(plays) FILTER (rank <= 0.1 * titles) AS top, sum(plays) AS all
      FROM (SELECT count(*) AS plays, row_number() OVER (ORDER BY count(*) DESC) AS rank, count(*) OVER () AS titles
            FROM streaming.plays GROUP BY title_id)`);
    expect((top ?? 0) / (all ?? 0)).toBeGreaterThan(0.4);
    const days = await sample.rowOf(`
      SELECT count(*) FILTER (dayofweek(started_at) = 6) AS saturdays,
        count(*) FILTER (dayofweek(started_at) = 2) AS tuesdays,
        count(*) FILTER (month(started_at) = 1) AS januaries, count(*) FILTER (month(started_at) = 7) AS julies
      FROM streaming.plays`);
    expect(days.saturdays).toBeGreaterThan(1.3 * (days.tuesdays ?? 0));
    expect(days.januaries).toBeGreaterThan(1.3 * (days.julies ?? 0));
  });

  test('plans of a member follow one another without overlap, and balances count them', async () => {
    const overlapping = await sample.rowsOf(`
      SELECT a.member_id FROM streaming.plan_history AS a JOIN streaming.plan_history AS b USING (member_id)
      WHERE a.valid_from < b.valid_from AND (a.valid_to IS NULL OR a.valid_to > b.valid_from)`);
    expect(overlapping).toEqual([]);
    const { balance, plans } = await sample.rowOf(`
      SELECT (SELECT sum(active_subscriptions) FROM streaming.daily_balances WHERE balance_date = DATE '2025-10-15')
        AS balance,
        (SELECT count(*) FROM streaming.plan_history
          WHERE valid_from <= DATE '2025-10-15' AND (valid_to IS NULL OR valid_to > DATE '2025-10-15')) AS plans`);
    expect(balance).toBeGreaterThan(0);
    expect(balance).toBe(plans);
  });

  test('the calendar has each day once, February starts the fiscal year and Sunday the retail week', async () => {
    expect(
      await sample.rowOf('SELECT count(*) AS days, max(day) - min(day) + 1 AS span FROM streaming.calendar'),
    ).toEqual({
      days: 1096,
      span: 1096,
    });
    const days = await sample.rowsOf(`SELECT * REPLACE (day::TEXT AS day, fiscal_quarter::TEXT AS fiscal_quarter,
        retail_week::TEXT AS retail_week)
      FROM streaming.calendar WHERE day IN (DATE '2025-01-31', DATE '2025-02-01', DATE '2025-11-02') ORDER BY day`);
    expect(days).toEqual([
      {
        day: '2025-01-31',
        fiscal_quarter: '2024-11-01',
        fiscal_year: 2024,
        retail_week: '2025-01-26',
        is_weekend: false,
      },
      {
        day: '2025-02-01',
        fiscal_quarter: '2025-02-01',
        fiscal_year: 2025,
        retail_week: '2025-01-26',
        is_weekend: true,
      },
      {
        day: '2025-11-02',
        fiscal_quarter: '2025-11-01',
        fiscal_year: 2025,
        retail_week: '2025-11-02',
        is_weekend: true,
      },
    ]);
  });
});
