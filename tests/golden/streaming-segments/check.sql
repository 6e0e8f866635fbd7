SELECT plays.country_code AS country, count(*) AS plays, sum(minutes) / 60.0 AS streaming_hours
FROM streaming.plays LEFT JOIN streaming.members m USING (member_id)
WHERE is_completed AND title_id > 9 AND plays.country_code <> m.country_code
GROUP BY 1
ORDER BY 1 NULLS LAST
