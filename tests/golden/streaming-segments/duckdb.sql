SELECT "plays"."country_code" AS "country_code",
  COUNT(*) AS "plays",
  CAST(CAST(SUM("plays"."minutes") AS BIGINT) AS DOUBLE) / 60.0 AS "streaming_hours"
FROM "streaming"."plays" AS "plays"
INNER JOIN "streaming"."members" AS "plays.member" ON "plays"."member_id" = "plays.member"."member_id"
WHERE "plays"."country_code" <> "plays.member"."country_code"
  AND "plays"."title_id" > CAST($1 AS BIGINT)
  AND "plays"."is_completed"
GROUP BY 1
ORDER BY "country_code" ASC NULLS LAST;
