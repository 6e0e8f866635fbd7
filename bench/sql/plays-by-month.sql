SELECT
  date_trunc('month', started_at) AS month,
  count(*) AS plays,
  sum(minutes) / 60.0 AS streaming_hours,
  count(DISTINCT member_id) AS viewers
FROM streaming.plays
WHERE started_at >= TIMESTAMP '2025-01-01'
  AND started_at < TIMESTAMP '2026-01-01'
GROUP BY 1
ORDER BY 1;
