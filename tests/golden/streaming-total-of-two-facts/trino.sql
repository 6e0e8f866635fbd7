SELECT COALESCE(MAX("facts"."plays"), 0) AS "plays",
  CAST(MAX("facts"."streaming_hours_1") AS DOUBLE) / 60.0 AS "streaming_hours",
  COALESCE(MAX("facts"."impressions"), 0) AS "impressions",
  CASE WHEN MAX("facts"."impressions") > 0 THEN MAX("facts"."shown_members") ELSE CAST(NULL AS BIGINT) END AS "shown_members",
  CAST(COALESCE(MAX("facts"."plays"), 0) AS DOUBLE) / NULLIF(COALESCE(MAX("facts"."impressions"), 0), 0) AS "plays_per_impression"
FROM (
  SELECT COUNT(*) AS "plays",
    SUM("plays"."minutes") AS "streaming_hours_1",
    CAST(NULL AS BIGINT) AS "impressions",
    CAST(NULL AS BIGINT) AS "shown_members"
  FROM "streaming"."plays" AS "plays"
  WHERE "plays"."started_at" < TIMESTAMP '2025-01-01 00:00:00'
    AND "plays"."started_at" >= TIMESTAMP '2024-12-01 00:00:00'
  UNION ALL
  SELECT CAST(NULL AS BIGINT) AS "plays",
    CAST(NULL AS BIGINT) AS "streaming_hours_1",
    COUNT(*) AS "impressions",
    COUNT(DISTINCT "impressions"."member_id") AS "shown_members"
  FROM "streaming"."impressions" AS "impressions"
  WHERE "impressions"."shown_on" < DATE '2025-01-01'
    AND "impressions"."shown_on" >= DATE '2024-12-01'
) AS "facts";
