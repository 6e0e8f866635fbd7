SELECT "plays.title"."genre" AS "title_genre",
  COUNT(*) AS "plays",
  COUNT(*) FILTER (WHERE "plays.title"."title_id" IS NOT NULL AND "plays.title"."genre" = 'drama') AS "drama_plays"
FROM "streaming"."plays" AS "plays"
INNER JOIN "streaming"."titles" AS "plays.title" ON "plays"."title_id" = "plays.title"."title_id"
GROUP BY 1
ORDER BY "title_genre" ASC NULLS LAST;
