WITH p AS (
  SELECT c.name AS country, count(*) AS plays, sum(minutes) / 60.0 AS hours
  FROM streaming.plays LEFT JOIN streaming.members m USING (member_id) LEFT JOIN streaming.countries c ON c.code = m.country_code
  GROUP BY 1),
i AS (
  SELECT c.name AS country, count(*) AS impressions, count(DISTINCT member_id) AS shown
  FROM streaming.impressions LEFT JOIN streaming.members m USING (member_id) LEFT JOIN streaming.countries c ON c.code = m.country_code
  GROUP BY 1)
SELECT
  coalesce(p.country, i.country) AS country, coalesce(plays, 0) AS plays, hours AS streaming_hours,
  coalesce(impressions, 0) AS impressions, shown AS shown_members,
  CAST(coalesce(plays, 0) AS DOUBLE) / nullif(coalesce(impressions, 0), 0) AS plays_per_impression
FROM p FULL JOIN i ON p.country IS NOT DISTINCT FROM i.country
ORDER BY 1 NULLS LAST
