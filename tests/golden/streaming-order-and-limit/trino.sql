SELECT "plays.member"."name" AS "member_name",
  "plays"."device" AS "device",
  COUNT(*) AS "plays",
  MAX("plays"."minutes") AS "longest"
FROM "streaming"."plays" AS "plays"
LEFT JOIN "streaming"."members" AS "plays.member" ON "plays"."member_id" = "plays.member"."member_id"
GROUP BY 1, 2
ORDER BY "longest" DESC NULLS FIRST, "device" ASC NULLS FIRST, "member_name" ASC NULLS LAST
OFFSET 1
LIMIT 4;
