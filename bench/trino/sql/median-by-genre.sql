-- Trino has no exact median: the sorted values, and the mean of the two in the middle.
SELECT
  genre,
  device,
  (CAST(v[(cardinality(v) + 1) / 2] AS double) + v[cardinality(v) / 2 + 1]) / 2 AS median_minutes
FROM (
  SELECT genre, device, array_sort(array_agg(minutes) FILTER (WHERE minutes IS NOT NULL)) AS v
  FROM streaming.plays p
  LEFT JOIN streaming.titles t ON t.title_id = p.title_id
  GROUP BY genre, device
)
ORDER BY genre NULLS LAST, device NULLS LAST
