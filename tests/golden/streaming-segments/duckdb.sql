SELECT "plays"."country_code" AS "country_code",
  COUNT(*) AS "plays",
  CAST(CAST(SUM("plays"."minutes") AS BIGINT) AS DOUBLE) / 60.0 AS "streaming_hours"
FROM "streaming"."plays" AS "plays"
WHERE "plays"."title_id" > CAST($1 AS BIGINT)
  AND "plays"."is_completed"
GROUP BY 1
ORDER BY "country_code" ASC NULLS LAST;
