WITH ranked AS (
  SELECT device, minutes, row_number() OVER (PARTITION BY device ORDER BY minutes) AS place, count(minutes) OVER (PARTITION BY device) AS n
  FROM streaming.plays WHERE minutes IS NOT NULL),
placed AS (SELECT *, (n - 1) * 0.5 AS mid, (n - 1) * 0.9 AS high FROM ranked),
values AS (
  SELECT
    device,
    avg(minutes) AS average_minutes,
    sum(CASE WHEN place - 1 = floor(mid) THEN minutes * (1 - (mid - floor(mid))) ELSE 0 END
      + CASE WHEN place - 1 = floor(mid) + 1 THEN minutes * (mid - floor(mid)) ELSE 0 END) AS median_minutes,
    sum(CASE WHEN place - 1 = floor(high) THEN minutes * (1 - (high - floor(high))) ELSE 0 END
      + CASE WHEN place - 1 = floor(high) + 1 THEN minutes * (high - floor(high)) ELSE 0 END) AS p90_minutes,
    min(CASE WHEN place >= n * 0.9 THEN minutes END) AS p90_minutes_seen,
    CASE WHEN count(*) > 1 THEN sqrt((sum(minutes * minutes) - sum(minutes) * sum(minutes) / CAST(count(*) AS DOUBLE)) / (count(*) - 1)) END AS minutes_deviation
  FROM placed GROUP BY device)
SELECT groups.device, average_minutes, median_minutes, p90_minutes, p90_minutes_seen, minutes_deviation
FROM (SELECT DISTINCT device FROM streaming.plays) AS groups LEFT JOIN values ON groups.device IS NOT DISTINCT FROM values.device
ORDER BY 1 NULLS LAST
