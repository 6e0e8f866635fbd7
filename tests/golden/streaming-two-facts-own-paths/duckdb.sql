SELECT "facts"."started_from" AS "started_from",
  "facts"."metric_time_quarter" AS "metric_time_quarter",
  COALESCE(MAX("facts"."plays"), 0) AS "plays",
  COALESCE(MAX("facts"."impressions"), 0) AS "impressions"
FROM (
  SELECT "plays"."started_from" AS "started_from",
    CAST(DATE_TRUNC('quarter', "plays"."started_at") AS DATE) AS "metric_time_quarter",
    COUNT(*) AS "plays",
    CAST(NULL AS BIGINT) AS "impressions"
  FROM "streaming"."plays" AS "plays"
  LEFT JOIN "streaming"."members" AS "plays.member" ON "plays"."member_id" = "plays.member"."member_id"
  WHERE "plays.member"."plan" = $1 OR "plays.member"."plan" IS NULL
  GROUP BY 1, 2
  UNION ALL
  SELECT "impressions"."row_name" AS "started_from",
    CAST(DATE_TRUNC('quarter', "impressions"."shown_on") AS DATE) AS "metric_time_quarter",
    CAST(NULL AS BIGINT) AS "plays",
    COUNT(*) AS "impressions"
  FROM "streaming"."impressions" AS "impressions"
  LEFT JOIN "streaming"."members" AS "impressions.member" ON "impressions"."member_id" = "impressions.member"."member_id"
  WHERE "impressions.member"."plan" = $2 OR "impressions.member"."plan" IS NULL
  GROUP BY 1, 2
) AS "facts"
GROUP BY 1, 2
ORDER BY "metric_time_quarter" ASC NULLS FIRST, "started_from" DESC NULLS FIRST;
