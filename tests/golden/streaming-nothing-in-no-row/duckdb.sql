SELECT "facts"."member_country_name" AS "member_country_name",
  COALESCE(MAX("facts"."plays"), 0) AS "plays",
  COALESCE(MAX("facts"."impressions"), 0) AS "impressions"
FROM (
  SELECT "plays.member.country"."name" AS "member_country_name",
    COUNT(*) AS "plays",
    CAST(NULL AS BIGINT) AS "impressions"
  FROM "streaming"."plays" AS "plays"
  LEFT JOIN "streaming"."members" AS "plays.member" ON "plays"."member_id" = "plays.member"."member_id"
  LEFT JOIN "streaming"."countries" AS "plays.member.country" ON "plays.member"."country_code" = "plays.member.country"."code"
  WHERE "plays.member"."plan" IS NULL
    AND CAST(NULL AS BOOLEAN)
  GROUP BY 1
  UNION ALL
  SELECT "impressions.member.country"."name" AS "member_country_name",
    CAST(NULL AS BIGINT) AS "plays",
    COUNT(*) AS "impressions"
  FROM "streaming"."impressions" AS "impressions"
  LEFT JOIN "streaming"."members" AS "impressions.member" ON "impressions"."member_id" = "impressions.member"."member_id"
  LEFT JOIN "streaming"."countries" AS "impressions.member.country" ON "impressions.member"."country_code" = "impressions.member.country"."code"
  WHERE "impressions.member"."plan" IS NULL
    AND CAST(NULL AS BOOLEAN)
  GROUP BY 1
) AS "facts"
GROUP BY 1
ORDER BY "member_country_name" ASC NULLS LAST;
