SELECT "plays"."device" AS "device",
  CAST(COUNT(*) FILTER (WHERE "plays"."is_completed") AS DOUBLE) / NULLIF(COUNT(*), 0) AS "completion_rate",
  CAST(COUNT(*) FILTER (WHERE CASE WHEN "plays.play_country"."code" IS NOT NULL THEN "plays.play_country"."code" ELSE 'Unknown' END = 'BR') AS DOUBLE) / NULLIF(COUNT(*), 0) AS "br_share",
  ((CAST(SUM("plays"."minutes") AS DOUBLE) / 60.0) * 60) / NULLIF(CASE WHEN COUNT(*) FILTER (WHERE "plays"."device" = 'tv') > 0 THEN SUM("plays"."minutes") FILTER (WHERE "plays"."device" = 'tv') ELSE 0 END, 0) AS "minutes_per_tv_minute",
  COUNT(*) AS "plays"
FROM "streaming"."plays" AS "plays"
LEFT JOIN "streaming"."countries" AS "plays.play_country" ON "plays"."country_code" = "plays.play_country"."code"
GROUP BY 1
ORDER BY "device" ASC NULLS LAST;
