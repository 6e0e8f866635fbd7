WITH "own" AS MATERIALIZED (
  SELECT CAST("visits"."started_at" AS DATE) AS "metric_time_day"
  FROM "streaming"."visits" AS "visits"
  WHERE "visits"."started_at" < CAST($1 AS TIMESTAMP)
    AND "visits"."started_at" >= CAST($2 AS TIMESTAMP)
    AND ("visits"."ds" >= $3 AND "visits"."ds" <= $4 OR "visits"."ds" IS NULL)
  GROUP BY 1
)
SELECT "facts"."metric_time_day" AS "metric_time_day",
  COALESCE(MAX("facts"."visits"), 0) AS "visits_of_a_week"
FROM (
  SELECT "own"."metric_time_day" AS "metric_time_day",
    CAST(NULL AS BIGINT) AS "visits",
    1 AS "in_frame"
  FROM "own" AS "own"
  UNION ALL
  SELECT "own"."metric_time_day" AS "metric_time_day",
    CAST(SUM("by_visits_units"."visits") AS BIGINT) AS "visits",
    CAST(NULL AS BIGINT) AS "in_frame"
  FROM "own" AS "own"
  INNER JOIN (
    SELECT CAST("visits"."started_at" AS DATE) AS "unit",
      COUNT(*) AS "visits"
    FROM "streaming"."visits" AS "visits"
    WHERE "visits"."started_at" < CAST($5 AS TIMESTAMP)
      AND "visits"."started_at" >= CAST($6 AS TIMESTAMP)
      AND ("visits"."ds" >= $7 AND "visits"."ds" <= $8 OR "visits"."ds" IS NULL)
    GROUP BY 1
  ) AS "by_visits_units" ON "by_visits_units"."unit" > CAST("own"."metric_time_day" + to_days((-7)) AS DATE) AND "by_visits_units"."unit" <= "own"."metric_time_day"
  GROUP BY 1
) AS "facts"
GROUP BY 1
HAVING MAX("facts"."in_frame") IS NOT NULL
ORDER BY "metric_time_day" ASC NULLS LAST;
