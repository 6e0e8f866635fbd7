SELECT "facts"."member_country_name" AS "member_country_name",
  "facts"."started_from" AS "started_from",
  COALESCE(MAX("facts"."plays"), 0) AS "plays",
  COALESCE(MAX("facts"."impressions"), 0) AS "impressions"
FROM (
  SELECT "plays.member.country"."name" AS "member_country_name",
    "plays"."started_from" AS "started_from",
    COUNT(*) AS "plays",
    CAST(NULL AS BIGINT) AS "impressions"
  FROM "streaming"."plays" AS "plays"
  LEFT JOIN "streaming"."members" AS "plays.member" ON "plays"."member_id" = "plays.member"."member_id"
  LEFT JOIN "streaming"."countries" AS "plays.member.country" ON "plays.member"."country_code" = "plays.member.country"."code"
  WHERE "plays.member.country"."name" IN ('Brazil', 'Japan') OR "plays.member.country"."name" IS NULL
  GROUP BY 1, 2
  UNION ALL
  SELECT "impressions.member.country"."name" AS "member_country_name",
    "impressions"."row_name" AS "started_from",
    CAST(NULL AS BIGINT) AS "plays",
    COUNT(*) AS "impressions"
  FROM "streaming"."impressions" AS "impressions"
  LEFT JOIN "streaming"."members" AS "impressions.member" ON "impressions"."member_id" = "impressions.member"."member_id"
  LEFT JOIN "streaming"."countries" AS "impressions.member.country" ON "impressions.member"."country_code" = "impressions.member.country"."code"
  WHERE "impressions.member.country"."name" IN ('Brazil', 'Japan') OR "impressions.member.country"."name" IS NULL
  GROUP BY 1, 2
) AS "facts"
GROUP BY 1, 2
ORDER BY "impressions" DESC NULLS LAST, "member_country_name" ASC NULLS LAST, "started_from" ASC NULLS LAST;
