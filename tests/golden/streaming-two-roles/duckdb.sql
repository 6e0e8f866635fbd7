SELECT "plays.play_country.region"."name" AS "play_country_region_name",
  "plays.member.country.region"."name" AS "member_country_region_name",
  "plays.member.referrer"."name" AS "member_referrer_name",
  COUNT(*) AS "plays",
  COUNT(DISTINCT "plays"."member_id") AS "viewers"
FROM "streaming"."plays" AS "plays"
INNER JOIN "streaming"."members" AS "plays.member" ON "plays"."member_id" = "plays.member"."member_id"
INNER JOIN "streaming"."countries" AS "plays.member.country" ON "plays.member"."country_code" = "plays.member.country"."code"
LEFT JOIN "streaming"."countries" AS "plays.play_country" ON "plays"."country_code" = "plays.play_country"."code"
LEFT JOIN "streaming"."regions" AS "plays.play_country.region" ON "plays.play_country"."region_code" = "plays.play_country.region"."code"
LEFT JOIN "streaming"."regions" AS "plays.member.country.region" ON "plays.member.country"."region_code" = "plays.member.country.region"."code"
LEFT JOIN "streaming"."members" AS "plays.member.referrer" ON "plays.member"."referred_by" = "plays.member.referrer"."member_id"
WHERE "plays.member.country"."name" <> $1
GROUP BY 1, 2, 3
ORDER BY "play_country_region_name" ASC NULLS LAST, "member_country_region_name" ASC NULLS LAST, "member_referrer_name" ASC NULLS LAST;
