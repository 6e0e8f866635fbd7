SELECT device, count(*) AS plays, count(*) FILTER (WHERE title_id = 10) AS drama_plays
FROM streaming.plays
GROUP BY device
ORDER BY device NULLS LAST
