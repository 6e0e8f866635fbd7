SELECT m.name AS member, device, count(*) AS plays
FROM streaming.plays LEFT JOIN streaming.members m USING (member_id)
GROUP BY 1, 2
ORDER BY max(minutes) DESC NULLS FIRST, device NULLS FIRST, member NULLS LAST
LIMIT 4 OFFSET 1
