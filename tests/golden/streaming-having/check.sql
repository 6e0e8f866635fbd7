SELECT country_code AS country, count(DISTINCT member_id) AS viewers
FROM streaming.plays
GROUP BY 1
HAVING (count(*) >= 3 OR count(*) = count(*) FILTER (WHERE is_completed) OR max(minutes) IS NULL)
  AND NOT sum(minutes) FILTER (WHERE device = 'tv') < 80
ORDER BY 1 NULLS LAST
