SELECT "facts"."member_country_name" AS "member_country_name",
  COALESCE(MAX("facts"."plays"), 0) AS "plays",
  CAST(MAX("facts"."streaming_hours_1") AS DOUBLE) / 60.0 AS "streaming_hours",
  COALESCE(MAX("facts"."impressions"), 0) AS "impressions",
  CASE WHEN MAX("facts"."impressions") > 0 THEN MAX("facts"."shown_members") ELSE CAST(NULL AS BIGINT) END AS "shown_members",
  CAST(COALESCE(MAX("facts"."plays"), 0) AS DOUBLE) / NULLIF(COALESCE(MAX("facts"."impressions"), 0), 0) AS "plays_per_impression"
FROM (
  SELECT "plays.member.country"."name" AS "member_country_name",
    COUNT(*) AS "plays",
    SUM("plays"."minutes") AS "streaming_hours_1",
    CAST(NULL AS BIGINT) AS "impressions",
    CAST(NULL AS BIGINT) AS "shown_members"
  FROM "streaming"."plays" AS "plays"
  LEFT JOIN "streaming"."members" AS "plays.member" ON "plays"."member_id" = "plays.member"."member_id"
  LEFT JOIN "streaming"."countries" AS "plays.member.country" ON "plays.member"."country_code" = "plays.member.country"."code"
  GROUP BY 1
  UNION ALL
  SELECT "impressions.member.country"."name" AS "member_country_name",
    CAST(NULL AS BIGINT) AS "plays",
    CAST(NULL AS BIGINT) AS "streaming_hours_1",
    COUNT(*) AS "impressions",
    COUNT(DISTINCT "impressions"."member_id") AS "shown_members"
  FROM "streaming"."impressions" AS "impressions"
  LEFT JOIN "streaming"."members" AS "impressions.member" ON "impressions"."member_id" = "impressions.member"."member_id"
  LEFT JOIN "streaming"."countries" AS "impressions.member.country" ON "impressions.member"."country_code" = "impressions.member.country"."code"
  GROUP BY 1
) AS "facts"
GROUP BY 1
ORDER BY "member_country_name" ASC NULLS LAST;
