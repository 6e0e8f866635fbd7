SELECT genre, count(*) AS plays, count(*) FILTER (WHERE genre = 'drama') AS drama_plays
FROM streaming.plays JOIN streaming.titles USING (title_id)
GROUP BY genre
ORDER BY genre NULLS LAST
