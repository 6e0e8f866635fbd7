SELECT CAST(DATE_TRUNC('month', "plays"."started_at") AS DATE) AS "metric_time_month",
  CAST(DATE_TRUNC('week', "plays"."started_at") AS DATE) AS "metric_time_week",
  EXTRACT(DAY_OF_WEEK FROM "plays"."started_at") AS "metric_time_day_of_week",
  COUNT(*) AS "plays",
  COUNT(DISTINCT "plays"."member_id") AS "viewers"
FROM "streaming"."plays" AS "plays"
GROUP BY 1, 2, 3
ORDER BY "metric_time_month" ASC NULLS LAST, "metric_time_week" ASC NULLS LAST, "metric_time_day_of_week" ASC NULLS LAST;
