SELECT "facts"."row_name" AS "row_name",
  COALESCE(MAX("facts"."reached.1"), 0) AS "members_shown",
  COALESCE(MAX("facts"."reached.2"), 0) AS "members_playing",
  COALESCE(MAX("facts"."reached.3"), 0) AS "members_finishing",
  CAST(COALESCE(MAX("facts"."reached.3"), 0) AS DOUBLE) / NULLIF(COALESCE(MAX("facts"."reached.1"), 0), 0) AS "watching",
  CAST(COALESCE(MAX("facts"."event.matched"), 0) AS DOUBLE) / NULLIF(MAX("facts"."starts"), 0) AS "impressions_played",
  MAX("facts"."event.matched_2") AS "hours_to_play"
FROM (
  SELECT "earliest_2"."row_name" AS "row_name",
    COUNT(DISTINCT "earliest_2"."event.1") AS "reached.1",
    COUNT(DISTINCT "earliest_2"."event.1") FILTER (WHERE "earliest_2"."step.2" IS NOT NULL) AS "reached.2",
    COUNT(DISTINCT "earliest_2"."event.1") FILTER (WHERE CASE WHEN "earliest_2"."step.at" IS NOT NULL AND "earliest_2"."step.1" > CAST("earliest_2"."step.found" + to_days((-2)) AS DATE) THEN "earliest_2"."step.found" ELSE CAST(NULL AS DATE) END IS NOT NULL) AS "reached.3",
    CAST(NULL AS BIGINT) AS "starts",
    CAST(NULL AS BIGINT) AS "event.matched",
    CAST(NULL AS DOUBLE) AS "event.matched_2"
  FROM (
    SELECT "path_and_step_2"."row_name" AS "row_name",
      "path_and_step_2"."event.1" AS "event.1",
      "path_and_step_2"."step.1" AS "step.1",
      "path_and_step_2"."step.2" AS "step.2",
      "path_and_step_2"."step.at" AS "step.at",
      "path_and_step_2"."step.next" AS "step.next",
      MIN("path_and_step_2"."step.next") OVER (PARTITION BY "path_and_step_2"."event.1" ORDER BY "path_and_step_2"."step.at" DESC NULLS LAST) AS "step.found"
    FROM (
      SELECT "earliest"."row_name" AS "row_name",
        "earliest"."event.1" AS "event.1",
        "earliest"."step.1" AS "step.1",
        CASE WHEN "earliest"."step.at" IS NOT NULL AND "earliest"."step.1" > CAST("earliest"."step.found" + to_days((-2)) AS DATE) THEN "earliest"."step.found" ELSE CAST(NULL AS DATE) END AS "step.2",
        CASE WHEN "earliest"."step.at" IS NOT NULL AND "earliest"."step.1" > CAST("earliest"."step.found" + to_days((-2)) AS DATE) THEN "earliest"."step.found" ELSE CAST(NULL AS DATE) END AS "step.at",
        CAST(NULL AS DATE) AS "step.next"
      FROM (
        SELECT "path_and_step"."row_name" AS "row_name",
          "path_and_step"."event.1" AS "event.1",
          "path_and_step"."step.1" AS "step.1",
          "path_and_step"."step.at" AS "step.at",
          "path_and_step"."step.next" AS "step.next",
          MIN("path_and_step"."step.next") OVER (PARTITION BY "path_and_step"."event.1" ORDER BY "path_and_step"."step.at" DESC NULLS LAST) AS "step.found"
        FROM (
          SELECT "impressions"."row_name" AS "row_name",
            "impressions"."member_id" AS "event.1",
            "impressions"."shown_on" AS "step.1",
            "impressions"."shown_on" AS "step.at",
            CAST(NULL AS DATE) AS "step.next"
          FROM "streaming"."impressions" AS "impressions"
          WHERE "impressions"."member_id" IS NOT NULL
          UNION ALL
          SELECT CAST(NULL AS VARCHAR) AS "row_name",
            "plays"."member_id" AS "event.1",
            CAST(NULL AS DATE) AS "step.1",
            CAST(timezone('America/New_York', timezone('UTC', "plays"."started_at")) AS DATE) AS "step.at",
            CAST(timezone('America/New_York', timezone('UTC', "plays"."started_at")) AS DATE) AS "step.next"
          FROM "streaming"."plays" AS "plays"
          WHERE CAST(timezone('America/New_York', timezone('UTC', "plays"."started_at")) AS DATE) IS NOT NULL
            AND "plays"."member_id" IS NOT NULL
        ) AS "path_and_step"
      ) AS "earliest"
      WHERE "earliest"."step.next" IS NULL
      UNION ALL
      SELECT CAST(NULL AS VARCHAR) AS "row_name",
        "plays"."member_id" AS "event.1",
        CAST(NULL AS DATE) AS "step.1",
        CAST(NULL AS DATE) AS "step.2",
        CAST(timezone('America/New_York', timezone('UTC', "plays"."started_at")) AS DATE) AS "step.at",
        CAST(timezone('America/New_York', timezone('UTC', "plays"."started_at")) AS DATE) AS "step.next"
      FROM "streaming"."plays" AS "plays"
      WHERE "plays"."is_completed"
        AND CAST(timezone('America/New_York', timezone('UTC', "plays"."started_at")) AS DATE) IS NOT NULL
        AND "plays"."member_id" IS NOT NULL
    ) AS "path_and_step_2"
  ) AS "earliest_2"
  WHERE "earliest_2"."step.next" IS NULL
  GROUP BY 1
  UNION ALL
  SELECT "impressions"."row_name" AS "row_name",
    CAST(NULL AS BIGINT) AS "reached.1",
    CAST(NULL AS BIGINT) AS "reached.2",
    CAST(NULL AS BIGINT) AS "reached.3",
    COUNT(*) AS "starts",
    CAST(NULL AS BIGINT) AS "event.matched",
    CAST(NULL AS DOUBLE) AS "event.matched_2"
  FROM "streaming"."impressions" AS "impressions"
  GROUP BY 1
  UNION ALL
  SELECT "converted"."row_name" AS "row_name",
    CAST(NULL AS BIGINT) AS "reached.1",
    CAST(NULL AS BIGINT) AS "reached.2",
    CAST(NULL AS BIGINT) AS "reached.3",
    CAST(NULL AS BIGINT) AS "starts",
    COUNT(*) AS "event.matched",
    CAST(NULL AS DOUBLE) AS "event.matched_2"
  FROM (
    SELECT "pairs"."row_name" AS "row_name",
      "pairs"."event.base_at" AS "event.base_at",
      "pairs"."event.key_1" AS "event.key_1",
      MIN("pairs"."event.converted_at") AS "event.converted_at"
    FROM (
      SELECT "impressions"."row_name" AS "row_name",
        "conversions"."event.number" AS "event.number",
        RANK() OVER (PARTITION BY "conversions"."event.number" ORDER BY "impressions"."shown_on" DESC NULLS LAST, "impressions"."impression_id" DESC NULLS LAST) AS "event.place",
        "impressions"."shown_on" AS "event.base_at",
        CAST("conversions"."event.time" AS DATE) AS "event.converted_at",
        "impressions"."impression_id" AS "event.key_1"
      FROM "streaming"."impressions" AS "impressions"
      INNER JOIN (
        SELECT "plays"."member_id" AS "event.1",
          timezone('America/New_York', timezone('UTC', "plays"."started_at")) AS "event.time",
          "plays"."started_at" AS "event.instant",
          "plays"."play_id" AS "event.key_1",
          ROW_NUMBER() OVER () AS "event.number"
        FROM "streaming"."plays" AS "plays"
      ) AS "conversions" ON "impressions"."member_id" = "conversions"."event.1" AND "impressions"."shown_on" <= CAST("conversions"."event.time" AS DATE) AND "impressions"."shown_on" > CAST(CAST("conversions"."event.time" AS DATE) + to_days((-2)) AS DATE)
    ) AS "pairs"
    WHERE "pairs"."event.place" = 1
    GROUP BY 1, 2, 3
  ) AS "converted"
  GROUP BY 1
  UNION ALL
  SELECT "pairs_2"."row_name" AS "row_name",
    CAST(NULL AS BIGINT) AS "reached.1",
    CAST(NULL AS BIGINT) AS "reached.2",
    CAST(NULL AS BIGINT) AS "reached.3",
    CAST(NULL AS BIGINT) AS "starts",
    CAST(NULL AS BIGINT) AS "event.matched",
    AVG(CAST(DATE_DIFF('millisecond', CAST("pairs_2"."event.base_at" AS TIMESTAMP), CAST("pairs_2"."event.converted_at" AS TIMESTAMP)) AS DOUBLE) / 3600000) AS "event.matched_2"
  FROM (
    SELECT "impressions"."row_name" AS "row_name",
      "conversions_2"."event.number" AS "event.number",
      RANK() OVER (PARTITION BY "conversions_2"."event.number" ORDER BY "impressions"."shown_on" DESC NULLS LAST, "impressions"."impression_id" DESC NULLS LAST) AS "event.place",
      "impressions"."shown_on" AS "event.base_at",
      CAST("conversions_2"."event.time" AS DATE) AS "event.converted_at",
      "impressions"."impression_id" AS "event.key_1"
    FROM "streaming"."impressions" AS "impressions"
    INNER JOIN (
      SELECT "plays"."member_id" AS "event.1",
        timezone('America/New_York', timezone('UTC', "plays"."started_at")) AS "event.time",
        "plays"."started_at" AS "event.instant",
        "plays"."play_id" AS "event.key_1",
        ROW_NUMBER() OVER () AS "event.number"
      FROM "streaming"."plays" AS "plays"
    ) AS "conversions_2" ON "impressions"."member_id" = "conversions_2"."event.1" AND "impressions"."shown_on" <= CAST("conversions_2"."event.time" AS DATE)
  ) AS "pairs_2"
  WHERE "pairs_2"."event.place" = 1
  GROUP BY 1
) AS "facts"
GROUP BY 1
HAVING MAX("facts"."starts") > 0
ORDER BY "row_name" ASC NULLS LAST;
