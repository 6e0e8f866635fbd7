SELECT name, count(*) AS members FROM streaming.members WHERE member_id IN (2, 3, 4, 5) GROUP BY name ORDER BY name
