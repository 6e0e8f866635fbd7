SELECT CASE WHEN "plays.play_country"."code" IS NOT NULL THEN "plays.play_country"."name" ELSE 'Unknown' END AS "play_country_name",
  CASE WHEN "plays.play_country"."code" IS NOT NULL THEN "plays.play_country"."region_code" ELSE 'Unknown' END AS "play_country_region_code",
  COUNT(*) AS "plays",
  CAST(SUM("plays"."price") AS DECIMAL(38,2)) AS "revenue"
FROM "streaming"."plays" AS "plays"
LEFT JOIN "streaming"."countries" AS "plays.play_country" ON "plays"."country_code" = "plays.play_country"."code"
WHERE CASE WHEN "plays.play_country"."code" IS NOT NULL THEN "plays.play_country"."name" ELSE 'Unknown' END <> 'Germany'
GROUP BY 1, 2
ORDER BY "play_country_name" ASC NULLS LAST, "play_country_region_code" ASC NULLS LAST;
