SELECT
  CASE WHEN c.code IS NULL THEN 'Unknown' ELSE c.name END AS country,
  CASE WHEN c.code IS NULL THEN 'Unknown' ELSE c.region_code END AS region_code,
  count(*) AS plays, sum(price) AS revenue
FROM streaming.plays p LEFT JOIN streaming.countries c ON c.code = p.country_code
WHERE c.name IS DISTINCT FROM 'Germany'
GROUP BY 1, 2
ORDER BY 1, 2
