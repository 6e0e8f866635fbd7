SELECT country_code AS country, count(*) AS plays, sum(minutes) / 60.0 AS streaming_hours
FROM streaming.plays
WHERE is_completed AND title_id > 9
GROUP BY 1
ORDER BY 1 NULLS LAST
