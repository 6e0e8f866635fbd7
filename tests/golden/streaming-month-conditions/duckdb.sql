SELECT CAST(DATE_TRUNC('year', timezone('America/Sao_Paulo', timezone('UTC', "plays"."started_at"))) AS DATE) AS "started_at_year",
  COUNT(*) AS "plays",
  CAST(SUM("plays"."price") AS DECIMAL(38,2)) AS "revenue"
FROM "streaming"."plays" AS "plays"
WHERE NOT ("plays"."started_at" >= CAST($1 AS TIMESTAMP) AND "plays"."started_at" < CAST($2 AS TIMESTAMP))
  AND (("plays"."started_at" >= CAST($3 AS TIMESTAMP) AND "plays"."started_at" < CAST($4 AS TIMESTAMP) OR "plays"."started_at" >= CAST($5 AS TIMESTAMP) AND "plays"."started_at" < CAST($6 AS TIMESTAMP)) OR "plays"."started_at" >= CAST($7 AS TIMESTAMP) OR "plays"."started_at" >= CAST($8 AS TIMESTAMP) AND "plays"."started_at" < CAST($9 AS TIMESTAMP))
GROUP BY 1
ORDER BY "started_at_year" ASC NULLS LAST;
