SELECT country_code AS country, count(*) AS visits, sum(pages) AS pages
FROM streaming.visits LEFT JOIN streaming.members USING (member_id)
WHERE started_at >= TIMESTAMP '2024-03-10 05:00:00' AND started_at < TIMESTAMP '2024-03-11 04:00:00'
GROUP BY country
ORDER BY country
