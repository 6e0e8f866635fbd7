SELECT "plays.member.country"."name" AS "member_country_name",
  CASE WHEN "plays"."minutes" >= 60 THEN 'long' WHEN "plays"."minutes" < 60 THEN 'short' ELSE CAST(NULL AS VARCHAR) END AS "length_band"
FROM "streaming"."plays" AS "plays"
LEFT JOIN "streaming"."members" AS "plays.member" ON "plays"."member_id" = "plays.member"."member_id"
LEFT JOIN "streaming"."countries" AS "plays.member.country" ON "plays.member"."country_code" = "plays.member.country"."code"
WHERE "plays"."device" <> $1
GROUP BY 1, 2
ORDER BY "member_country_name" ASC NULLS LAST, "length_band" ASC NULLS LAST;
