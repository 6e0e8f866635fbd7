SELECT play_id AS id, device, is_completed AS completed, count(*) AS plays
FROM streaming.plays
WHERE (device IN ('tv', '') OR device IS NULL) AND NOT started_from = 'mylist' AND (is_completed <> true OR is_completed IS NULL)
GROUP BY ALL
ORDER BY 1
