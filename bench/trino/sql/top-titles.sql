SELECT
  title_name AS title,
  sum(minutes) / DOUBLE '60.0' AS streaming_hours,
  count(DISTINCT member_id) AS viewers
FROM streaming.plays p
JOIN streaming.titles t ON t.title_id = p.title_id
WHERE title_name IS NOT NULL
GROUP BY title_name
ORDER BY streaming_hours DESC, title_name
LIMIT 10
