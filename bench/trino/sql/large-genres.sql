SELECT
  genre,
  count(*) AS plays,
  CAST(count_if(is_completed) AS double) / nullif(count(is_completed), 0) AS completion_rate
FROM streaming.plays p
LEFT JOIN streaming.titles t ON t.title_id = p.title_id
GROUP BY genre
HAVING count(*) > 100000
ORDER BY genre NULLS LAST
