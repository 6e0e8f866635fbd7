SELECT "plays"."device" AS "device",
  AVG("plays"."minutes") AS "average_minutes",
  MEDIAN("plays"."minutes") AS "median_minutes",
  QUANTILE_CONT("plays"."minutes", 0.9) AS "p90_minutes",
  QUANTILE_DISC("plays"."minutes", 0.9) AS "p90_minutes_seen",
  STDDEV_SAMP(CAST("plays"."minutes" AS DOUBLE)) AS "minutes_deviation"
FROM "streaming"."plays" AS "plays"
GROUP BY 1
ORDER BY "device" ASC NULLS LAST;
