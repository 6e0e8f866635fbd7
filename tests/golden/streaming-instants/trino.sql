SELECT DATE_TRUNC('second', "plays"."started_at") - (DATE_TRUNC('second', CAST(WITH_TIMEZONE("plays"."started_at", 'UTC') AT TIME ZONE 'America/New_York' AS TIMESTAMP(6))) - DATE_TRUNC('hour', CAST(WITH_TIMEZONE("plays"."started_at", 'UTC') AT TIME ZONE 'America/New_York' AS TIMESTAMP(6)))) AS "metric_time_hour",
  CAST(WITH_TIMEZONE(CAST(CAST(CAST(WITH_TIMEZONE("plays"."started_at", 'UTC') AT TIME ZONE 'America/New_York' AS TIMESTAMP(6)) AS DATE) AS TIMESTAMP(6)), 'America/New_York') AT TIME ZONE 'UTC' AS TIMESTAMP(6)) AS "metric_time_day",
  COUNT(*) AS "plays"
FROM "streaming"."plays" AS "plays"
WHERE "plays"."member_id" IN (2, 4)
GROUP BY 1, 2
ORDER BY "metric_time_hour" ASC NULLS LAST, "metric_time_day" ASC NULLS LAST;
