SELECT DISTINCT c.name AS country, CASE WHEN minutes >= 60 THEN 'long' WHEN minutes < 60 THEN 'short' END AS band
FROM streaming.plays p
LEFT JOIN streaming.members m ON m.member_id = p.member_id
LEFT JOIN streaming.countries c ON c.code = m.country_code
WHERE device <> 'phone'
ORDER BY 1 NULLS LAST, 2 NULLS LAST
