WITH seen AS (
  SELECT 'play' AS what, started_from AS "row", started_at AS happened, member_id FROM streaming.plays
  UNION ALL
  SELECT 'impression', row_name, shown_on, member_id FROM streaming.impressions)
SELECT
  "row", make_date(year(happened), 3 * (quarter(happened) - 1) + 1, 1) AS quarter,
  count(*) FILTER (WHERE what = 'play') AS plays, count(*) FILTER (WHERE what = 'impression') AS impressions
FROM seen LEFT JOIN streaming.members m USING (member_id)
WHERE m.plan = 'premium' OR m.plan IS NULL
GROUP BY 1, 2
ORDER BY quarter NULLS FIRST, "row" DESC NULLS FIRST
