SELECT "plays"."device" AS "device",
  COUNT(*) AS "plays",
  COUNT(*) FILTER (WHERE "plays.title"."title_id" IS NOT NULL AND "plays.title"."genre" = 'drama') AS "drama_plays"
FROM "streaming"."plays" AS "plays"
LEFT JOIN "streaming"."titles" AS "plays.title" ON "plays"."title_id" = "plays.title"."title_id"
GROUP BY 1
ORDER BY "device" ASC NULLS LAST;
