SELECT member_id AS member, device, count(*) AS plays, max(minutes) AS longest
FROM streaming.plays
GROUP BY 1, 2
ORDER BY longest DESC NULLS FIRST, device DESC NULLS LAST, member NULLS LAST
