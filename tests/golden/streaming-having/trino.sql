SELECT "plays"."country_code" AS "country_code",
  COUNT(DISTINCT "plays"."member_id") AS "viewers",
  COUNT(*) AS "plays",
  CAST(COUNT(*) FILTER (WHERE "plays"."is_completed") AS DOUBLE) / NULLIF(COUNT(*), 0) AS "completion_rate",
  MAX("plays"."minutes") AS "longest",
  SUM("plays"."minutes") FILTER (WHERE "plays"."device" = 'tv') AS "tv_minutes"
FROM "streaming"."plays" AS "plays"
GROUP BY 1
HAVING NOT SUM("plays"."minutes") FILTER (WHERE "plays"."device" = 'tv') < 80 AND (COUNT(*) >= 3 OR CAST(COUNT(*) FILTER (WHERE "plays"."is_completed") AS DOUBLE) / NULLIF(COUNT(*), 0) = CAST('1' AS DOUBLE) OR MAX("plays"."minutes") IS NULL)
ORDER BY "country_code" ASC NULLS LAST;
