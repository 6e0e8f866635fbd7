SELECT
  plan,
  count(*) AS plays,
  count(DISTINCT p.member_id) AS viewers
FROM streaming.plays p
LEFT JOIN streaming.members m ON m.member_id = p.member_id
WHERE p.member_id IN (
  SELECT member_id FROM streaming.plays GROUP BY member_id HAVING sum(minutes) / DOUBLE '60.0' > 100
)
GROUP BY plan
ORDER BY plan NULLS LAST
