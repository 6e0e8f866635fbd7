SELECT "visits.member"."country_code" AS "member_country_code",
  COUNT(*) AS "visits",
  SUM("visits"."pages") AS "pages"
FROM "streaming"."visits" AS "visits"
LEFT JOIN "streaming"."members" AS "visits.member" ON "visits"."member_id" = "visits.member"."member_id"
WHERE "visits"."started_at" < TIMESTAMP '2024-03-11 04:00:00'
  AND "visits"."started_at" >= TIMESTAMP '2024-03-10 05:00:00'
  AND ("visits"."ds" >= '20240310' AND "visits"."ds" <= '20240313' OR "visits"."ds" IS NULL)
GROUP BY 1
ORDER BY "member_country_code" ASC NULLS LAST;
