-- Plays land up to three days late, in the partition of that day.
SELECT
  CAST(with_timezone(started_at, 'UTC') AT TIME ZONE 'America/New_York' AS date) AS day,
  count(*) AS plays,
  sum(minutes) / DOUBLE '60.0' AS streaming_hours
FROM streaming.plays
WHERE started_at >= TIMESTAMP '2025-03-01 05:00:00'
  AND started_at < TIMESTAMP '2025-04-01 04:00:00'
  AND ds BETWEEN DATE '2025-03-01' AND DATE '2025-04-04'
GROUP BY 1
ORDER BY 1
