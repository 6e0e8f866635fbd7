SELECT
  count(DISTINCT p.member_id) AS viewers,
  sum(minutes) / DOUBLE '60.0' / nullif(count(DISTINCT p.member_id), 0) AS hours_per_viewer
FROM streaming.plays p
JOIN streaming.members m ON m.member_id = p.member_id
WHERE device = 'tv' AND country = 'BR'
