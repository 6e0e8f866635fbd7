-- Both facts add up, so that they meet by putting one under the other: a full join is not to be had on NULL-safe keys.
SELECT
  country,
  coalesce(max(plays), 0) AS plays,
  coalesce(max(impressions), 0) AS impressions,
  CAST(max(taken) AS double) / max(impressions) AS take_rate
FROM (
  SELECT country, count(*) AS plays, CAST(NULL AS bigint) AS impressions, CAST(NULL AS bigint) AS taken
  FROM streaming.plays p LEFT JOIN streaming.members m ON m.member_id = p.member_id
  WHERE started_at >= TIMESTAMP '2025-04-01 00:00:00' AND started_at < TIMESTAMP '2025-07-01 00:00:00'
    AND ds BETWEEN DATE '2025-04-01' AND DATE '2025-07-03'
  GROUP BY country
  UNION ALL
  SELECT country, NULL, count(*), count(play_id)
  FROM streaming.impressions i LEFT JOIN streaming.members m ON m.member_id = i.member_id
  WHERE shown_at >= TIMESTAMP '2025-04-01 00:00:00' AND shown_at < TIMESTAMP '2025-07-01 00:00:00'
    AND ds BETWEEN DATE '2025-04-01' AND DATE '2025-07-01'
  GROUP BY country
)
GROUP BY country
ORDER BY plays DESC, 1
