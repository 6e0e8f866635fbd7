SELECT
  region_name AS region,
  sum(minutes) / DOUBLE '60.0' AS streaming_hours
FROM streaming.plays p
LEFT JOIN streaming.members m ON m.member_id = p.member_id
LEFT JOIN streaming.countries c ON c.code = m.country
LEFT JOIN streaming.regions r ON r.region_code = c.region_code
GROUP BY 1
ORDER BY 2 DESC
