SELECT
  genre,
  count(*) AS plays,
  count(*) FILTER (WHERE is_completed) / nullif(count(is_completed), 0) AS completion_rate
FROM streaming.plays p
LEFT JOIN streaming.titles t ON t.title_id = p.title_id
GROUP BY genre
HAVING count(*) > 100000
ORDER BY genre NULLS LAST;
