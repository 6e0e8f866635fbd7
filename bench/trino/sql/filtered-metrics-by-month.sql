SELECT
  CAST(date_trunc('month', started_at) AS date) AS month,
  sum(minutes) / DOUBLE '60.0' AS streaming_hours,
  sum(minutes) FILTER (WHERE is_original) / DOUBLE '60.0' AS originals_hours,
  sum(minutes) FILTER (WHERE genre = 'Kids' AND has_kids_profile) / DOUBLE '60.0' AS kids_hours
FROM streaming.plays p
LEFT JOIN streaming.titles t ON t.title_id = p.title_id
LEFT JOIN streaming.members m ON m.member_id = p.member_id
GROUP BY 1
ORDER BY 1
