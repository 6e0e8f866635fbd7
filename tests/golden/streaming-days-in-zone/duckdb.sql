SELECT CAST(timezone('America/New_York', timezone('UTC', "plays"."started_at")) AS DATE) AS "metric_time_day",
  COUNT(*) AS "plays",
  CAST(CAST(SUM("plays"."minutes") AS BIGINT) AS DOUBLE) / 60.0 AS "streaming_hours"
FROM "streaming"."plays" AS "plays"
WHERE "plays"."started_at" < CAST($1 AS TIMESTAMP)
  AND "plays"."started_at" >= CAST($2 AS TIMESTAMP)
GROUP BY 1
ORDER BY "metric_time_day" ASC NULLS LAST;
