SELECT COUNT(*) AS "plays",
  CAST(SUM("plays"."minutes") AS DOUBLE) / 60.0 AS "streaming_hours",
  COUNT(*) FILTER (WHERE "plays"."is_completed") AS "completed_plays",
  CASE WHEN COUNT(*) FILTER (WHERE "plays"."is_completed") > 0 THEN COUNT(*) FILTER (WHERE "plays"."is_completed") ELSE CAST(NULL AS BIGINT) END AS "completed_or_null",
  SUM("plays"."minutes") FILTER (WHERE "plays"."device" = 'tv') AS "tv_minutes",
  CASE WHEN COUNT(*) FILTER (WHERE "plays"."device" = 'tv') > 0 THEN SUM("plays"."minutes") FILTER (WHERE "plays"."device" = 'tv') ELSE 0 END AS "tv_minutes_or_zero",
  CAST(COUNT(*) FILTER (WHERE "plays"."is_completed") AS DOUBLE) / NULLIF(COUNT(*), 0) AS "completion_rate",
  AVG(CAST("plays"."minutes" AS DOUBLE)) AS "average_minutes"
FROM "streaming"."plays" AS "plays"
WHERE "plays"."device" = 'radio';
