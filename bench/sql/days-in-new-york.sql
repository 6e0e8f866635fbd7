SELECT
  CAST(timezone('America/New_York', timezone('UTC', started_at)) AS DATE) AS day,
  count(*) AS plays,
  sum(minutes) / 60.0 AS streaming_hours
FROM streaming.plays
WHERE started_at >= TIMESTAMP '2025-03-01 05:00:00'
  AND started_at < TIMESTAMP '2025-04-01 04:00:00'
GROUP BY 1
ORDER BY 1;
