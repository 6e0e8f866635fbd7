SELECT DATE_TRUNC('hour', CAST(WITH_TIMEZONE("plays"."started_at", 'UTC') AT TIME ZONE 'America/New_York' AS TIMESTAMP(6))) AS "metric_time_hour",
  COUNT(*) AS "plays"
FROM "streaming"."plays" AS "plays"
WHERE "plays"."member_id" IN (2, 4)
GROUP BY 1
ORDER BY "metric_time_hour" ASC NULLS LAST;
