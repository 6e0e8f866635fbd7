SELECT
  member_id AS member,
  count(*) FILTER (WHERE is_completed) AS completed_plays,
  nullif(count(*) FILTER (WHERE is_completed), 0) AS completed_or_null,
  sum(minutes) FILTER (WHERE device = 'tv') AS tv_minutes,
  CASE WHEN count(*) FILTER (WHERE device = 'tv') = 0 THEN 0 ELSE sum(minutes) FILTER (WHERE device = 'tv') END AS tv_minutes_or_zero
FROM streaming.plays
WHERE is_completed OR device = 'tv'
GROUP BY member_id
ORDER BY member_id NULLS LAST
