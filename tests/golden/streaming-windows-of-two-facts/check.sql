WITH p AS (
  SELECT c.name AS country, member_id, minutes, CAST(started_at AS DATE) AS d
  FROM streaming.plays LEFT JOIN streaming.members m USING (member_id) LEFT JOIN streaming.countries c ON c.code = m.country_code
  WHERE started_at < TIMESTAMP '2024-04-01'),
i AS (
  SELECT c.name AS country, member_id, shown_on AS d
  FROM streaming.impressions LEFT JOIN streaming.members m USING (member_id) LEFT JOIN streaming.countries c ON c.code = m.country_code
  WHERE shown_on BETWEEN DATE '2023-12-01' AND DATE '2024-03-31'),
groups AS (
  SELECT CAST(day AS DATE) AS day, date_trunc('month', day) AS month, country
  FROM generate_series(DATE '2024-01-01', DATE '2024-03-31', INTERVAL 1 DAY) AS days (day)
  CROSS JOIN (SELECT country FROM p UNION SELECT country FROM i)),
-- Each day of each country: what is behind it
daily AS (
  SELECT
    day, month, country,
    (SELECT count(DISTINCT member_id) FROM p WHERE p.country IS NOT DISTINCT FROM g.country AND d > day - 7 AND d <= day) AS viewers_7d,
    (SELECT sum(minutes) / 60.0 FROM p WHERE p.country IS NOT DISTINCT FROM g.country AND year(d) = year(day) AND d <= day) AS hours_this_year,
    -- Without impressions it is empty, and not 0
    (SELECT CASE WHEN count(*) > 0 THEN count(DISTINCT member_id) END FROM i WHERE i.country IS NOT DISTINCT FROM g.country AND d > day - 28 AND d <= day) AS shown_members_28d
  FROM groups AS g),
monthly AS (
  SELECT
    month, country,
    avg(viewers_7d) AS usual_viewers_7d,
    max_by(hours_this_year, day) FILTER (WHERE hours_this_year IS NOT NULL) AS hours_this_year,
    max_by(shown_members_28d, day) FILTER (WHERE shown_members_28d IS NOT NULL) AS shown_members_28d
  FROM daily
  GROUP BY month, country),
counted AS (
  SELECT
    *,
    (SELECT count(*) FROM p WHERE p.country IS NOT DISTINCT FROM g.country AND date_trunc('month', d) = month) AS plays,
    (SELECT count(*) FROM p WHERE p.country IS NOT DISTINCT FROM g.country AND date_trunc('month', d) = month - INTERVAL 1 MONTH) AS plays_before,
    (SELECT count(*) FROM i WHERE i.country IS NOT DISTINCT FROM g.country AND date_trunc('month', d) = month) AS impressions,
    (SELECT count(*) FROM i WHERE i.country IS NOT DISTINCT FROM g.country AND date_trunc('month', d) = month - INTERVAL 1 MONTH) AS impressions_before
  FROM monthly AS g)
SELECT
  month, country,
  plays, usual_viewers_7d, hours_this_year, plays - plays_before AS plays_growth,
  impressions, shown_members_28d, impressions - impressions_before AS impressions_growth
FROM counted
ORDER BY month, country NULLS LAST
