SELECT
  genre,
  device,
  median(minutes) AS median_minutes
FROM streaming.plays p
LEFT JOIN streaming.titles t ON t.title_id = p.title_id
GROUP BY genre, device
ORDER BY genre NULLS LAST, device NULLS LAST;
