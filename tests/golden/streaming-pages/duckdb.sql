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
HAVING MAX("plays"."minutes") < CAST($1 AS BIGINT) OR MAX("plays"."minutes") = CAST($2 AS BIGINT) AND ("plays"."device" < $3 OR "plays"."device" IS NULL) OR MAX("plays"."minutes") = CAST($4 AS BIGINT) AND "plays"."device" = $5 AND ("plays"."member_id" > CAST($6 AS BIGINT) OR "plays"."member_id" IS NULL)
ORDER BY "longest" DESC NULLS FIRST, "device" DESC NULLS LAST, "member_id" ASC NULLS LAST
LIMIT 4;

SELECT "plays"."member_id" AS "member_id",
  "plays"."device" AS "device",
  COUNT(*) AS "plays",
  MAX("plays"."minutes") AS "longest"
FROM "streaming"."plays" AS "plays"
GROUP BY 1, 2
HAVING MAX("plays"."minutes") < CAST($1 AS BIGINT) OR MAX("plays"."minutes") = CAST($2 AS BIGINT) AND ("plays"."device" < $3 OR "plays"."device" IS NULL) OR MAX("plays"."minutes") = CAST($4 AS BIGINT) AND "plays"."device" = $5 AND ("plays"."member_id" > CAST($6 AS BIGINT) OR "plays"."member_id" IS NULL)
ORDER BY "longest" DESC NULLS FIRST, "device" DESC NULLS LAST, "member_id" ASC NULLS LAST
LIMIT 4;

SELECT "plays"."member_id" AS "member_id",
  "plays"."device" AS "device",
  COUNT(*) AS "plays",
  MAX("plays"."minutes") AS "longest"
FROM "streaming"."plays" AS "plays"
GROUP BY 1, 2
HAVING MAX("plays"."minutes") < CAST($1 AS BIGINT) OR MAX("plays"."minutes") = CAST($2 AS BIGINT) AND ("plays"."device" < $3 OR "plays"."device" IS NULL) OR MAX("plays"."minutes") = CAST($4 AS BIGINT) AND "plays"."device" = $5 AND ("plays"."member_id" > CAST($6 AS BIGINT) OR "plays"."member_id" IS NULL)
ORDER BY "longest" DESC NULLS FIRST, "device" DESC NULLS LAST, "member_id" ASC NULLS LAST
LIMIT 4;
