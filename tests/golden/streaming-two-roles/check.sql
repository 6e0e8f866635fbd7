SELECT pr.name AS played_in, mr.name AS lives_in, r.name AS referred_by, count(*) AS plays, count(DISTINCT p.member_id) AS viewers
FROM streaming.plays p
LEFT JOIN streaming.countries pc ON pc.code = p.country_code
LEFT JOIN streaming.regions pr ON pr.code = pc.region_code
LEFT JOIN streaming.members m ON m.member_id = p.member_id
LEFT JOIN streaming.countries mc ON mc.code = m.country_code
LEFT JOIN streaming.regions mr ON mr.code = mc.region_code
LEFT JOIN streaming.members r ON r.member_id = m.referred_by
WHERE mc.name <> 'Germany'
GROUP BY 1, 2, 3
ORDER BY 1 NULLS LAST, 2 NULLS LAST, 3 NULLS LAST
