SELECT day, count(*) AS visits_of_a_week
FROM (VALUES (DATE '2024-03-09'), (DATE '2024-03-10')) AS days (day)
JOIN streaming.visits ON started_at::DATE BETWEEN day - 6 AND day
GROUP BY day
ORDER BY day
