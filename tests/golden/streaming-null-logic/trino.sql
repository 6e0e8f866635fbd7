SELECT "plays"."play_id" AS "play_id",
  "plays"."device" AS "device",
  "plays"."is_completed" AS "is_completed",
  COUNT(*) AS "plays"
FROM "streaming"."plays" AS "plays"
WHERE NOT "plays"."started_from" = 'mylist'
  AND ("plays"."is_completed" <> TRUE OR "plays"."is_completed" IS NULL)
  AND ("plays"."device" IN ('tv', '') OR "plays"."device" IS NULL)
GROUP BY 1, 2, 3
ORDER BY "play_id" ASC NULLS LAST, "device" ASC NULLS LAST, "is_completed" ASC NULLS LAST;
