SELECT "plays"."bytes" AS "bytes",
  "plays"."price" AS "price",
  CAST(SUM("plays"."bytes") AS DECIMAL(38,0)) AS "bytes_streamed",
  CAST(SUM("plays"."price") AS DECIMAL(38,2)) AS "revenue"
FROM "streaming"."plays" AS "plays"
WHERE "plays"."bytes" >= CAST($1 AS BIGINT) OR "plays"."price" IN (CAST($2 AS DECIMAL(2,1)), CAST($3 AS DECIMAL(3,2)), CAST($4 AS DECIMAL(3,2)))
GROUP BY 1, 2
ORDER BY "bytes" ASC NULLS LAST, "price" ASC NULLS LAST;
