SELECT "plays"."country_code" AS "country_code",
  COUNT(*) AS "plays",
  CAST(SUM("plays"."minutes") AS DOUBLE) / 60.0 AS "streaming_hours"
FROM "streaming"."plays" AS "plays"
INNER JOIN "streaming"."members" AS "plays.member" ON "plays"."member_id" = "plays.member"."member_id"
WHERE "plays"."country_code" <> "plays.member"."country_code"
  AND "plays"."title_id" > 9
  AND "plays"."is_completed"
GROUP BY 1
ORDER BY "country_code" ASC NULLS LAST;
