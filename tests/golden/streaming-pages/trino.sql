SELECT "plays"."member_id" AS "member_id",
  "plays"."device" AS "device",
  COUNT(*) AS "plays",
  MAX("plays"."minutes") AS "longest"
FROM "streaming"."plays" AS "plays"
GROUP BY 1, 2
ORDER BY "longest" DESC NULLS FIRST, "device" DESC NULLS LAST, "member_id" ASC NULLS LAST
LIMIT 4;

SELECT "plays"."member_id" AS "member_id",
  "plays"."device" AS "device",
  COUNT(*) AS "plays",
  MAX("plays"."minutes") AS "longest"
FROM "streaming"."plays" AS "plays"
GROUP BY 1, 2
HAVING MAX("plays"."minutes") < 60 OR MAX("plays"."minutes") = 60 AND ("plays"."device" < 'tv' OR "plays"."device" IS NULL) OR MAX("plays"."minutes") = 60 AND "plays"."device" = 'tv' AND ("plays"."member_id" > 2 OR "plays"."member_id" IS NULL)
ORDER BY "longest" DESC NULLS FIRST, "device" DESC NULLS LAST, "member_id" ASC NULLS LAST
LIMIT 4;

SELECT "plays"."member_id" AS "member_id",
  "plays"."device" AS "device",
  COUNT(*) AS "plays",
  MAX("plays"."minutes") AS "longest"
FROM "streaming"."plays" AS "plays"
GROUP BY 1, 2
HAVING MAX("plays"."minutes") < 30 OR MAX("plays"."minutes") = 30 AND ("plays"."device" < 'phone' OR "plays"."device" IS NULL) OR MAX("plays"."minutes") = 30 AND "plays"."device" = 'phone' AND ("plays"."member_id" > 1 OR "plays"."member_id" IS NULL)
ORDER BY "longest" DESC NULLS FIRST, "device" DESC NULLS LAST, "member_id" ASC NULLS LAST
LIMIT 4;

SELECT "plays"."member_id" AS "member_id",
  "plays"."device" AS "device",
  COUNT(*) AS "plays",
  MAX("plays"."minutes") AS "longest"
FROM "streaming"."plays" AS "plays"
GROUP BY 1, 2
HAVING MAX("plays"."minutes") < 0 OR MAX("plays"."minutes") = 0 AND ("plays"."device" < 'tv' OR "plays"."device" IS NULL) OR MAX("plays"."minutes") = 0 AND "plays"."device" = 'tv' AND ("plays"."member_id" > 5 OR "plays"."member_id" IS NULL)
ORDER BY "longest" DESC NULLS FIRST, "device" DESC NULLS LAST, "member_id" ASC NULLS LAST
LIMIT 4;
