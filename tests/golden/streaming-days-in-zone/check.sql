-- New York's midnights as UTC instants, looked up by hand: 5 hours in winter, 4 in summer.
WITH days (day, begins, ends) AS (VALUES
  (DATE '2024-03-09', TIMESTAMP '2024-03-09 05:00:00', TIMESTAMP '2024-03-10 05:00:00'),
  (DATE '2024-03-10', TIMESTAMP '2024-03-10 05:00:00', TIMESTAMP '2024-03-11 04:00:00'),
  (DATE '2024-03-11', TIMESTAMP '2024-03-11 04:00:00', TIMESTAMP '2024-03-12 04:00:00'),
  (DATE '2024-11-03', TIMESTAMP '2024-11-03 04:00:00', TIMESTAMP '2024-11-04 05:00:00'))
SELECT day, count(*) AS plays, sum(minutes) / 60.0 AS streaming_hours
FROM streaming.plays JOIN days ON started_at >= begins AND started_at < ends
GROUP BY day
ORDER BY day
