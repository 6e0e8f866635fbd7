SELECT
  row_name AS row,
  count(*) AS impressions,
  CAST(count(play_id) AS double) / count(*) AS take_rate
FROM streaming.impressions
WHERE position <= 6
GROUP BY row_name
ORDER BY row_name NULLS LAST
