SELECT
  coalesce(p.country, i.country) AS country, coalesce(p.row, i.row) AS "row", coalesce(plays, 0) AS plays, coalesce(shown, 0) AS impressions
FROM (
  SELECT c.name AS country, started_from AS "row", count(*) AS plays
  FROM streaming.plays LEFT JOIN streaming.members m USING (member_id) LEFT JOIN streaming.countries c ON c.code = m.country_code
  WHERE c.name IN ('Brazil', 'Japan') OR c.name IS NULL GROUP BY 1, 2) AS p
FULL JOIN (
  SELECT c.name AS country, row_name AS "row", count(*) AS shown
  FROM streaming.impressions LEFT JOIN streaming.members m USING (member_id) LEFT JOIN streaming.countries c ON c.code = m.country_code
  WHERE c.name IN ('Brazil', 'Japan') OR c.name IS NULL GROUP BY 1, 2) AS i
ON p.country IS NOT DISTINCT FROM i.country AND p.row IS NOT DISTINCT FROM i.row
ORDER BY impressions DESC, country NULLS LAST, "row" NULLS LAST
