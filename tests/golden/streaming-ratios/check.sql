SELECT
  device,
  CAST(count(*) FILTER (WHERE is_completed) AS DOUBLE) / count(*) AS completion_rate,
  CAST(count(*) FILTER (WHERE country_code = 'BR') AS DOUBLE) / count(*) AS br_share,
  CAST(sum(minutes) AS DOUBLE) / nullif(CASE WHEN device = 'tv' THEN sum(minutes) ELSE 0 END, 0) AS minutes_per_tv_minute,
  count(*) AS plays
FROM streaming.plays
GROUP BY device
ORDER BY device NULLS LAST
