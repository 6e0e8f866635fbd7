WITH played AS (
  SELECT country, count(*) AS plays
  FROM streaming.plays p LEFT JOIN streaming.members m ON m.member_id = p.member_id
  WHERE started_at >= TIMESTAMP '2025-04-01' AND started_at < TIMESTAMP '2025-07-01'
  GROUP BY country
), shown AS (
  SELECT country, count(*) AS impressions, count(play_id) / count(*) AS take_rate
  FROM streaming.impressions i LEFT JOIN streaming.members m ON m.member_id = i.member_id
  WHERE shown_at >= TIMESTAMP '2025-04-01' AND shown_at < TIMESTAMP '2025-07-01'
  GROUP BY country
)
SELECT
  coalesce(played.country, shown.country) AS country,
  coalesce(plays, 0) AS plays,
  coalesce(impressions, 0) AS impressions,
  take_rate
FROM played FULL JOIN shown ON played.country IS NOT DISTINCT FROM shown.country
ORDER BY plays DESC, 1;
