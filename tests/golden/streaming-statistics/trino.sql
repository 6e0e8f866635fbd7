SELECT "plays"."device" AS "device",
  AVG(CAST("plays"."minutes" AS DOUBLE)) AS "average_minutes",
  ELEMENT_AT(TRANSFORM(ARRAY[ARRAY_SORT(ARRAY_AGG(CAST("plays"."minutes" AS DOUBLE)) FILTER (WHERE "plays"."minutes" IS NOT NULL))], "v" -> "v"[CAST(FLOOR((CARDINALITY("v") - 1) * DOUBLE '0.5') AS INTEGER) + 1] + ("v"[CAST(CEIL((CARDINALITY("v") - 1) * DOUBLE '0.5') AS INTEGER) + 1] - "v"[CAST(FLOOR((CARDINALITY("v") - 1) * DOUBLE '0.5') AS INTEGER) + 1]) * ((CARDINALITY("v") - 1) * DOUBLE '0.5' - FLOOR((CARDINALITY("v") - 1) * DOUBLE '0.5'))), 1) AS "median_minutes",
  ELEMENT_AT(TRANSFORM(ARRAY[ARRAY_SORT(ARRAY_AGG(CAST("plays"."minutes" AS DOUBLE)) FILTER (WHERE "plays"."minutes" IS NOT NULL))], "v" -> "v"[CAST(FLOOR((CARDINALITY("v") - 1) * DOUBLE '0.9') AS INTEGER) + 1] + ("v"[CAST(CEIL((CARDINALITY("v") - 1) * DOUBLE '0.9') AS INTEGER) + 1] - "v"[CAST(FLOOR((CARDINALITY("v") - 1) * DOUBLE '0.9') AS INTEGER) + 1]) * ((CARDINALITY("v") - 1) * DOUBLE '0.9' - FLOOR((CARDINALITY("v") - 1) * DOUBLE '0.9'))), 1) AS "p90_minutes",
  ELEMENT_AT(TRANSFORM(ARRAY[ARRAY_SORT(ARRAY_AGG("plays"."minutes") FILTER (WHERE "plays"."minutes" IS NOT NULL))], "v" -> "v"[GREATEST(1, CAST(CEIL(CARDINALITY("v") * DECIMAL '0.9') AS INTEGER))]), 1) AS "p90_minutes_seen",
  STDDEV_SAMP(CAST("plays"."minutes" AS DOUBLE)) AS "minutes_deviation"
FROM "streaming"."plays" AS "plays"
GROUP BY 1
ORDER BY "device" ASC NULLS LAST;
