SELECT CAST(CAST(WITH_TIMEZONE("plays"."started_at", 'UTC') AT TIME ZONE 'America/New_York' AS TIMESTAMP(6)) AS DATE) AS "metric_time_day",
  COUNT(*) AS "plays",
  CAST(SUM("plays"."minutes") AS DOUBLE) / 60.0 AS "streaming_hours"
FROM "streaming"."plays" AS "plays"
WHERE "plays"."started_at" < TIMESTAMP '2024-11-04 05:00:00'
  AND "plays"."started_at" >= TIMESTAMP '2024-03-01 05:00:00'
GROUP BY 1
ORDER BY "metric_time_day" ASC NULLS LAST;
