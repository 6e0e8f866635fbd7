SELECT "visits.member"."country_code" AS "member_country_code",
  COUNT(*) AS "visits",
  CAST(SUM("visits"."pages") AS BIGINT) AS "pages"
FROM "streaming"."visits" AS "visits"
LEFT JOIN "streaming"."members" AS "visits.member" ON "visits"."member_id" = "visits.member"."member_id"
WHERE "visits"."started_at" < CAST($1 AS TIMESTAMP)
  AND "visits"."started_at" >= CAST($2 AS TIMESTAMP)
  AND ("visits"."ds" >= $3 AND "visits"."ds" <= $4 OR "visits"."ds" IS NULL)
GROUP BY 1
ORDER BY "member_country_code" ASC NULLS LAST;
