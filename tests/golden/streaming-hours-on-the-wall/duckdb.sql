SELECT DATE_TRUNC('hour', timezone('America/New_York', timezone('UTC', "plays"."started_at"))) AS "metric_time_hour",
  COUNT(*) AS "plays"
FROM "streaming"."plays" AS "plays"
WHERE "plays"."member_id" IN (CAST($1 AS BIGINT), CAST($2 AS BIGINT))
GROUP BY 1
ORDER BY "metric_time_hour" ASC NULLS LAST;
