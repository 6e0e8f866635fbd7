SELECT "plays"."started_at" - (timezone('America/New_York', timezone('UTC', "plays"."started_at")) - DATE_TRUNC('hour', timezone('America/New_York', timezone('UTC', "plays"."started_at")))) AS "metric_time_hour",
  timezone('UTC', timezone('America/New_York', CAST(CAST(timezone('America/New_York', timezone('UTC', "plays"."started_at")) AS DATE) AS TIMESTAMP))) AS "metric_time_day",
  COUNT(*) AS "plays"
FROM "streaming"."plays" AS "plays"
WHERE "plays"."member_id" IN (CAST($1 AS BIGINT), CAST($2 AS BIGINT))
GROUP BY 1, 2
ORDER BY "metric_time_hour" ASC NULLS LAST, "metric_time_day" ASC NULLS LAST;
