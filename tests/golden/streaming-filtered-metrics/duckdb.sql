SELECT "plays"."member_id" AS "member_id",
  COUNT(*) FILTER (WHERE "plays"."is_completed") AS "completed_plays",
  CASE WHEN COUNT(*) FILTER (WHERE "plays"."is_completed") > 0 THEN COUNT(*) FILTER (WHERE "plays"."is_completed") ELSE CAST(NULL AS BIGINT) END AS "completed_or_null",
  CAST(SUM("plays"."minutes") FILTER (WHERE "plays"."device" = 'tv') AS BIGINT) AS "tv_minutes",
  CASE WHEN COUNT(*) FILTER (WHERE "plays"."device" = 'tv') > 0 THEN CAST(SUM("plays"."minutes") FILTER (WHERE "plays"."device" = 'tv') AS BIGINT) ELSE 0 END AS "tv_minutes_or_zero"
FROM "streaming"."plays" AS "plays"
GROUP BY 1
HAVING COUNT(*) FILTER (WHERE "plays"."is_completed") > 0 OR COUNT(*) FILTER (WHERE "plays"."device" = 'tv') > 0
ORDER BY "member_id" ASC NULLS LAST;
