SELECT
  device,
  CAST(count_if(is_completed) AS double) / count(is_completed) AS completion_rate,
  avg(minutes) AS minutes_per_play
FROM streaming.plays
GROUP BY device
ORDER BY device NULLS LAST
