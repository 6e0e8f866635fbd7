SELECT "plays"."bytes" AS "bytes",
  "plays"."price" AS "price",
  SUM(CAST("plays"."bytes" AS DECIMAL(38,0))) AS "bytes_streamed",
  CAST(SUM("plays"."price") AS DECIMAL(38,2)) AS "revenue"
FROM "streaming"."plays" AS "plays"
WHERE "plays"."bytes" >= 9007199254740993 OR "plays"."price" IN (0.3, 0.01, 9.99)
GROUP BY 1, 2
ORDER BY "bytes" ASC NULLS LAST, "price" ASC NULLS LAST;
