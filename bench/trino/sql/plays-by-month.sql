SELECT
  CAST(date_trunc('month', started_at) AS date) AS month,
  count(*) AS plays,
  sum(minutes) / DOUBLE '60.0' AS streaming_hours,
  count(DISTINCT member_id) AS viewers
FROM streaming.plays
WHERE started_at >= TIMESTAMP '2025-01-01 00:00:00'
  AND started_at < TIMESTAMP '2026-01-01 00:00:00'
  AND ds BETWEEN DATE '2025-01-01' AND DATE '2026-01-03'
GROUP BY 1
ORDER BY 1
