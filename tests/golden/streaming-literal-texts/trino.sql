SELECT "members"."name" AS "name",
  COUNT(*) AS "members"
FROM "streaming"."members" AS "members"
WHERE (STRPOS(LOWER("members"."name"), LOWER('% b')) > 0) OR ("members"."name" LIKE '%\_\\' ESCAPE '\') OR ("members"."name" LIKE 'D''%' ESCAPE '\') OR "members"."name" = '' OR "members"."name" IN ('Chloé', 'x'' OR ''1'' = ''1') OR (STRPOS("members"."name", 'A_a') > 0)
GROUP BY 1
ORDER BY "name" ASC NULLS LAST;
