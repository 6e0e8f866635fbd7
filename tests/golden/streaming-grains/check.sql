SELECT
  CAST(date_trunc('month', started_at) AS DATE) AS month,
  CAST(date_trunc('day', started_at) - to_days(CAST(isodow(started_at) - 1 AS INTEGER)) AS DATE) AS week,
  isodow(started_at) AS weekday,
  count(*) AS plays,
  count(DISTINCT member_id) AS viewers
FROM streaming.plays
GROUP BY ALL
ORDER BY month NULLS LAST, week NULLS LAST, weekday NULLS LAST
