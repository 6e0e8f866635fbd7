WITH shown AS (
  SELECT impression_id, member_id, row_name, shown_on AS d FROM streaming.impressions
), played AS (
  SELECT member_id, is_completed, CAST(timezone('America/New_York', timezone('UTC', started_at)) AS DATE) AS d
  FROM streaming.plays
), reached AS (
  SELECT s.row_name, s.member_id, s.impression_id,
    EXISTS (
      SELECT 1 FROM played AS p WHERE p.member_id = s.member_id AND p.d >= s.d AND s.d > p.d - 2
    ) AS plays,
    EXISTS (
      SELECT 1 FROM played AS p JOIN played AS q ON q.member_id = p.member_id AND q.is_completed AND q.d >= p.d
      WHERE p.member_id = s.member_id AND p.d >= s.d AND s.d > p.d - 2 AND s.d > q.d - 2
    ) AS finishes
  FROM shown AS s
), funnel AS (
  SELECT row_name,
    COUNT(DISTINCT member_id) AS members_shown,
    COUNT(DISTINCT CASE WHEN plays THEN member_id END) AS members_playing,
    COUNT(DISTINCT CASE WHEN finishes THEN member_id END) AS members_finishing
  FROM reached GROUP BY row_name
), pairs AS (
  SELECT s.row_name, s.impression_id, p.d - s.d AS days, p.d AS played_on, s.d AS shown_on,
    ROW_NUMBER() OVER (PARTITION BY p.play_id, wide ORDER BY s.d DESC, s.impression_id DESC) AS place, wide
  FROM (VALUES (true), (false)) AS w (wide)
  CROSS JOIN shown AS s
  JOIN (
    SELECT play_id, member_id, CAST(timezone('America/New_York', timezone('UTC', started_at)) AS DATE) AS d
    FROM streaming.plays
  ) AS p ON p.member_id = s.member_id AND p.d >= s.d AND (wide OR s.d > p.d - 2)
), bases AS (
  SELECT row_name, COUNT(DISTINCT impression_id) AS n FROM pairs WHERE NOT wide AND place = 1 GROUP BY row_name
), times AS (
  SELECT row_name, AVG(days) * 24.0 AS hours FROM pairs WHERE wide AND place = 1 GROUP BY row_name
)
SELECT f.row_name AS "row", f.members_shown, f.members_playing, f.members_finishing,
  f.members_finishing / NULLIF(f.members_shown, 0) AS watching,
  COALESCE(b.n, 0) / (SELECT COUNT(*) FROM shown AS s WHERE s.row_name IS NOT DISTINCT FROM f.row_name) AS impressions_played,
  t.hours AS hours_to_play
FROM funnel AS f
LEFT JOIN bases AS b ON b.row_name IS NOT DISTINCT FROM f.row_name
LEFT JOIN times AS t ON t.row_name IS NOT DISTINCT FROM f.row_name
ORDER BY f.row_name NULLS LAST
