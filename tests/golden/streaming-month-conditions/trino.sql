SELECT CAST(DATE_TRUNC('year', CAST(WITH_TIMEZONE("plays"."started_at", 'UTC') AT TIME ZONE 'America/Sao_Paulo' AS TIMESTAMP(6))) AS DATE) AS "started_at_year",
  COUNT(*) AS "plays",
  CAST(SUM("plays"."price") AS DECIMAL(38,2)) AS "revenue"
FROM "streaming"."plays" AS "plays"
WHERE NOT ("plays"."started_at" >= TIMESTAMP '2024-03-10 07:00:00' AND "plays"."started_at" < TIMESTAMP '2024-03-10 08:00:00')
  AND (("plays"."started_at" >= TIMESTAMP '2023-12-01 03:00:00' AND "plays"."started_at" < TIMESTAMP '2024-01-01 03:00:00' OR "plays"."started_at" >= TIMESTAMP '2024-02-01 03:00:00' AND "plays"."started_at" < TIMESTAMP '2024-03-01 03:00:00') OR "plays"."started_at" >= TIMESTAMP '2025-01-01 03:00:00' OR "plays"."started_at" >= TIMESTAMP '2024-03-10 03:00:00' AND "plays"."started_at" < TIMESTAMP '2024-03-12 03:00:00')
GROUP BY 1
ORDER BY "started_at_year" ASC NULLS LAST;
