WITH "periods" AS MATERIALIZED (
  SELECT CAST(DATE_TRUNC('month', "steps"."step") AS DATE) AS "metric_time_month"
  FROM (SELECT CAST(UNNEST(GENERATE_SERIES(CAST(CAST($1 AS DATE) AS TIMESTAMP), CAST(CAST($2 AS DATE) AS TIMESTAMP), INTERVAL 1 DAY)) AS DATE) AS "step") AS "steps"
  WHERE "steps"."step" < CAST($3 AS DATE)
    AND "steps"."step" >= CAST($4 AS DATE)
  GROUP BY 1
  HAVING CAST(DATE_TRUNC('month', "steps"."step") AS DATE) IS NOT NULL
), "by_plays" AS MATERIALIZED (
  SELECT CAST(DATE_TRUNC('month', "plays"."started_at") AS DATE) AS "metric_time_month",
    "plays.member.country"."name" AS "member_country_name",
    COUNT(*) AS "plays"
  FROM "streaming"."plays" AS "plays"
  LEFT JOIN "streaming"."members" AS "plays.member" ON "plays"."member_id" = "plays.member"."member_id"
  LEFT JOIN "streaming"."countries" AS "plays.member.country" ON "plays.member"."country_code" = "plays.member.country"."code"
  WHERE "plays"."started_at" < CAST($5 AS TIMESTAMP)
    AND "plays"."started_at" >= CAST($6 AS TIMESTAMP)
  GROUP BY 1, 2
), "by_impressions" AS MATERIALIZED (
  SELECT CAST(DATE_TRUNC('month', "impressions"."shown_on") AS DATE) AS "metric_time_month",
    "impressions.member.country"."name" AS "member_country_name",
    COUNT(*) AS "impressions"
  FROM "streaming"."impressions" AS "impressions"
  LEFT JOIN "streaming"."members" AS "impressions.member" ON "impressions"."member_id" = "impressions.member"."member_id"
  LEFT JOIN "streaming"."countries" AS "impressions.member.country" ON "impressions.member"."country_code" = "impressions.member.country"."code"
  WHERE "impressions"."shown_on" < CAST($7 AS DATE)
    AND "impressions"."shown_on" >= CAST($8 AS DATE)
  GROUP BY 1, 2
), "frame_units" AS MATERIALIZED (
  SELECT "periods"."metric_time_month" AS "metric_time_month",
    "units"."unit_at" AS "unit_at"
  FROM "periods" AS "periods"
  INNER JOIN (
    SELECT "steps_2"."step" AS "unit_at",
      CAST(DATE_TRUNC('month', "steps_2"."step") AS DATE) AS "in_period"
    FROM (SELECT CAST(UNNEST(GENERATE_SERIES(CAST(CAST($9 AS DATE) AS TIMESTAMP), CAST(CAST($10 AS DATE) AS TIMESTAMP), INTERVAL 1 DAY)) AS DATE) AS "step") AS "steps_2"
    WHERE "steps_2"."step" < CAST($11 AS DATE)
      AND "steps_2"."step" >= CAST($12 AS DATE)
    GROUP BY 1, 2
    HAVING CAST(DATE_TRUNC('month', "steps_2"."step") AS DATE) IS NOT NULL AND "steps_2"."step" IS NOT NULL
  ) AS "units" ON "periods"."metric_time_month" = "units"."in_period"
), "filled" AS MATERIALIZED (
  SELECT "periods"."metric_time_month" AS "metric_time_month",
    "groups_2"."member_country_name" AS "member_country_name"
  FROM "periods" AS "periods"
  INNER JOIN (
    SELECT "united"."member_country_name" AS "member_country_name"
    FROM (
      SELECT "groups"."member_country_name" AS "member_country_name"
      FROM (
        SELECT "own_groups"."metric_time_month" AS "metric_time_month",
          "own_groups"."member_country_name" AS "member_country_name"
        FROM (
          SELECT "by_plays"."metric_time_month" AS "metric_time_month",
            "by_plays"."member_country_name" AS "member_country_name"
          FROM "by_plays" AS "by_plays"
          UNION ALL
          SELECT "by_impressions"."metric_time_month" AS "metric_time_month",
            "by_impressions"."member_country_name" AS "member_country_name"
          FROM "by_impressions" AS "by_impressions"
        ) AS "own_groups"
        GROUP BY 1, 2
      ) AS "groups"
      INNER JOIN "periods" AS "periods" ON "groups"."metric_time_month" IS NOT DISTINCT FROM "periods"."metric_time_month"
      GROUP BY 1
      UNION ALL
      SELECT "seen_2"."member_country_name" AS "member_country_name"
      FROM (
        SELECT "by_plays_3_rows"."member_country_name" AS "member_country_name"
        FROM "frame_units" AS "frame_units"
        INNER JOIN (
          SELECT CAST("plays"."started_at" AS DATE) AS "unit",
            "plays.member.country"."name" AS "member_country_name",
            "plays"."member_id" AS "read_1"
          FROM "streaming"."plays" AS "plays"
          LEFT JOIN "streaming"."members" AS "plays.member" ON "plays"."member_id" = "plays.member"."member_id"
          LEFT JOIN "streaming"."countries" AS "plays.member.country" ON "plays.member"."country_code" = "plays.member.country"."code"
          WHERE "plays"."started_at" < CAST($13 AS TIMESTAMP)
            AND "plays"."started_at" >= CAST($14 AS TIMESTAMP)
        ) AS "by_plays_3_rows" ON "by_plays_3_rows"."unit" > CAST("frame_units"."unit_at" + to_days((-7)) AS DATE) AND "by_plays_3_rows"."unit" <= "frame_units"."unit_at"
        GROUP BY 1
        UNION ALL
        SELECT "by_plays_4_rows"."member_country_name" AS "member_country_name"
        FROM "frame_units" AS "frame_units"
        INNER JOIN (
          SELECT CAST("plays"."started_at" AS DATE) AS "unit",
            "plays.member.country"."name" AS "member_country_name",
            "plays"."minutes" AS "read_1"
          FROM "streaming"."plays" AS "plays"
          LEFT JOIN "streaming"."members" AS "plays.member" ON "plays"."member_id" = "plays.member"."member_id"
          LEFT JOIN "streaming"."countries" AS "plays.member.country" ON "plays.member"."country_code" = "plays.member.country"."code"
          WHERE "plays"."started_at" < CAST($15 AS TIMESTAMP)
            AND "plays"."started_at" >= CAST($16 AS TIMESTAMP)
        ) AS "by_plays_4_rows" ON "by_plays_4_rows"."unit" >= CAST(DATE_TRUNC('year', "frame_units"."unit_at") AS DATE) AND "by_plays_4_rows"."unit" <= "frame_units"."unit_at"
        GROUP BY 1
        UNION ALL
        SELECT "by_impressions_3_rows"."member_country_name" AS "member_country_name"
        FROM "frame_units" AS "frame_units"
        INNER JOIN (
          SELECT CAST("impressions"."shown_on" AS DATE) AS "unit",
            "impressions.member.country"."name" AS "member_country_name",
            "impressions"."member_id" AS "read_1"
          FROM "streaming"."impressions" AS "impressions"
          LEFT JOIN "streaming"."members" AS "impressions.member" ON "impressions"."member_id" = "impressions.member"."member_id"
          LEFT JOIN "streaming"."countries" AS "impressions.member.country" ON "impressions.member"."country_code" = "impressions.member.country"."code"
          WHERE "impressions"."shown_on" < CAST($17 AS DATE)
            AND "impressions"."shown_on" >= CAST($18 AS DATE)
        ) AS "by_impressions_3_rows" ON "by_impressions_3_rows"."unit" > CAST("frame_units"."unit_at" + to_days((-28)) AS DATE) AND "by_impressions_3_rows"."unit" <= "frame_units"."unit_at"
        GROUP BY 1
      ) AS "seen_2"
      GROUP BY 1
      UNION ALL
      SELECT "by_plays_2_rows"."member_country_name" AS "member_country_name"
      FROM "periods" AS "periods"
      INNER JOIN (
        SELECT CAST(DATE_TRUNC('month', "plays"."started_at") AS DATE) AS "metric_time_month",
          "plays.member.country"."name" AS "member_country_name"
        FROM "streaming"."plays" AS "plays"
        LEFT JOIN "streaming"."members" AS "plays.member" ON "plays"."member_id" = "plays.member"."member_id"
        LEFT JOIN "streaming"."countries" AS "plays.member.country" ON "plays.member"."country_code" = "plays.member.country"."code"
        WHERE "plays"."started_at" < CAST($19 AS TIMESTAMP)
          AND "plays"."started_at" >= CAST($20 AS TIMESTAMP)
      ) AS "by_plays_2_rows" ON CAST("periods"."metric_time_month" + to_months((-1)) AS DATE) = "by_plays_2_rows"."metric_time_month"
      GROUP BY 1
      UNION ALL
      SELECT "by_impressions_2_rows"."member_country_name" AS "member_country_name"
      FROM "periods" AS "periods"
      INNER JOIN (
        SELECT CAST(DATE_TRUNC('month', "impressions"."shown_on") AS DATE) AS "metric_time_month",
          "impressions.member.country"."name" AS "member_country_name"
        FROM "streaming"."impressions" AS "impressions"
        LEFT JOIN "streaming"."members" AS "impressions.member" ON "impressions"."member_id" = "impressions.member"."member_id"
        LEFT JOIN "streaming"."countries" AS "impressions.member.country" ON "impressions.member"."country_code" = "impressions.member.country"."code"
        WHERE "impressions"."shown_on" < CAST($21 AS DATE)
          AND "impressions"."shown_on" >= CAST($22 AS DATE)
      ) AS "by_impressions_2_rows" ON CAST("periods"."metric_time_month" + to_months((-1)) AS DATE) = "by_impressions_2_rows"."metric_time_month"
      GROUP BY 1
    ) AS "united"
    GROUP BY 1
  ) AS "groups_2" ON TRUE
), "frame_units_3" AS MATERIALIZED (
  SELECT "periods"."metric_time_month" AS "metric_time_month",
    "units_3"."unit_at" AS "unit_at"
  FROM "periods" AS "periods"
  INNER JOIN (
    SELECT "steps_4"."step" AS "unit_at",
      CAST(DATE_TRUNC('month', "steps_4"."step") AS DATE) AS "in_period"
    FROM (SELECT CAST(UNNEST(GENERATE_SERIES(CAST(CAST($23 AS DATE) AS TIMESTAMP), CAST(CAST($24 AS DATE) AS TIMESTAMP), INTERVAL 1 DAY)) AS DATE) AS "step") AS "steps_4"
    WHERE "steps_4"."step" < CAST($25 AS DATE)
      AND "steps_4"."step" >= CAST($26 AS DATE)
    GROUP BY 1, 2
    HAVING CAST(DATE_TRUNC('month', "steps_4"."step") AS DATE) IS NOT NULL AND "steps_4"."step" IS NOT NULL
  ) AS "units_3" ON "periods"."metric_time_month" = "units_3"."in_period"
), "by_plays_5_1_stays" AS MATERIALIZED (
  SELECT CAST("plays"."started_at" AS DATE) AS "unit",
    "plays.member.country"."name" AS "member_country_name",
    "plays"."member_id" AS "value",
    LAG(CAST("plays"."started_at" AS DATE), 1) OVER (PARTITION BY "plays.member.country"."name", "plays"."member_id" ORDER BY CAST("plays"."started_at" AS DATE) ASC NULLS LAST) AS "before",
    LEAD(CAST("plays"."started_at" AS DATE), 1) OVER (PARTITION BY "plays.member.country"."name", "plays"."member_id" ORDER BY CAST("plays"."started_at" AS DATE) ASC NULLS LAST) AS "after"
  FROM "streaming"."plays" AS "plays"
  LEFT JOIN "streaming"."members" AS "plays.member" ON "plays"."member_id" = "plays.member"."member_id"
  LEFT JOIN "streaming"."countries" AS "plays.member.country" ON "plays.member"."country_code" = "plays.member.country"."code"
  WHERE "plays"."started_at" < CAST($27 AS TIMESTAMP)
    AND "plays"."started_at" >= CAST($28 AS TIMESTAMP)
  GROUP BY 1, 2, 3
), "by_impressions_4_1_stays" AS MATERIALIZED (
  SELECT CAST("impressions"."shown_on" AS DATE) AS "unit",
    "impressions.member.country"."name" AS "member_country_name",
    "impressions"."member_id" AS "value",
    LAG(CAST("impressions"."shown_on" AS DATE), 1) OVER (PARTITION BY "impressions.member.country"."name", "impressions"."member_id" ORDER BY CAST("impressions"."shown_on" AS DATE) ASC NULLS LAST) AS "before",
    LEAD(CAST("impressions"."shown_on" AS DATE), 1) OVER (PARTITION BY "impressions.member.country"."name", "impressions"."member_id" ORDER BY CAST("impressions"."shown_on" AS DATE) ASC NULLS LAST) AS "after"
  FROM "streaming"."impressions" AS "impressions"
  LEFT JOIN "streaming"."members" AS "impressions.member" ON "impressions"."member_id" = "impressions.member"."member_id"
  LEFT JOIN "streaming"."countries" AS "impressions.member.country" ON "impressions.member"."country_code" = "impressions.member.country"."code"
  WHERE "impressions"."shown_on" < CAST($29 AS DATE)
    AND "impressions"."shown_on" >= CAST($30 AS DATE)
  GROUP BY 1, 2, 3
)
SELECT "facts_2"."metric_time_month" AS "metric_time_month",
  "facts_2"."member_country_name" AS "member_country_name",
  COALESCE(MAX("facts_2"."plays"), 0) AS "plays",
  CASE WHEN MAX("facts_2"."usual_viewers_7d_units") > 0 THEN MAX("facts_2"."usual_viewers_7d") ELSE 0 END AS "usual_viewers_7d",
  CASE WHEN MAX("facts_2"."hours_this_year_units") > 0 THEN MAX("facts_2"."hours_this_year") ELSE CAST(NULL AS DOUBLE) END AS "hours_this_year",
  CAST(COALESCE(MAX("facts_2"."plays"), 0) AS BIGINT) - COALESCE(MAX("facts_2"."plays_2"), 0) AS "plays_growth",
  COALESCE(MAX("facts_2"."impressions"), 0) AS "impressions",
  CASE WHEN MAX("facts_2"."shown_members_28d_units") > 0 THEN MAX("facts_2"."shown_members_28d") ELSE CAST(NULL AS BIGINT) END AS "shown_members_28d",
  CAST(COALESCE(MAX("facts_2"."impressions"), 0) AS BIGINT) - COALESCE(MAX("facts_2"."impressions_2"), 0) AS "impressions_growth"
FROM (
  SELECT "filled"."metric_time_month" AS "metric_time_month",
    "filled"."member_country_name" AS "member_country_name",
    CAST(NULL AS BIGINT) AS "plays",
    CAST(NULL AS DOUBLE) AS "usual_viewers_7d",
    CAST(NULL AS BIGINT) AS "usual_viewers_7d_units",
    CAST(NULL AS DOUBLE) AS "hours_this_year",
    CAST(NULL AS BIGINT) AS "hours_this_year_units",
    CAST(NULL AS BIGINT) AS "shown_members_28d",
    CAST(NULL AS BIGINT) AS "shown_members_28d_units",
    CAST(NULL AS BIGINT) AS "plays_2",
    CAST(NULL AS BIGINT) AS "impressions",
    CAST(NULL AS BIGINT) AS "impressions_2",
    1 AS "in_frame"
  FROM "filled" AS "filled"
  UNION ALL
  SELECT "by_plays"."metric_time_month" AS "metric_time_month",
    "by_plays"."member_country_name" AS "member_country_name",
    "by_plays"."plays" AS "plays",
    CAST(NULL AS DOUBLE) AS "usual_viewers_7d",
    CAST(NULL AS BIGINT) AS "usual_viewers_7d_units",
    CAST(NULL AS DOUBLE) AS "hours_this_year",
    CAST(NULL AS BIGINT) AS "hours_this_year_units",
    CAST(NULL AS BIGINT) AS "shown_members_28d",
    CAST(NULL AS BIGINT) AS "shown_members_28d_units",
    CAST(NULL AS BIGINT) AS "plays_2",
    CAST(NULL AS BIGINT) AS "impressions",
    CAST(NULL AS BIGINT) AS "impressions_2",
    CAST(NULL AS BIGINT) AS "in_frame"
  FROM "by_plays" AS "by_plays"
  UNION ALL
  SELECT "by_usual_viewers_7d_valued"."metric_time_month" AS "metric_time_month",
    "by_usual_viewers_7d_valued"."member_country_name" AS "member_country_name",
    CAST(NULL AS BIGINT) AS "plays",
    AVG("by_usual_viewers_7d_valued"."usual_viewers_7d") FILTER (WHERE "by_usual_viewers_7d_valued"."usual_viewers_7d" IS NOT NULL) AS "usual_viewers_7d",
    COUNT(*) AS "usual_viewers_7d_units",
    MAX_BY("by_usual_viewers_7d_valued"."hours_this_year", "by_usual_viewers_7d_valued"."unit_at") FILTER (WHERE "by_usual_viewers_7d_valued"."hours_this_year" IS NOT NULL) AS "hours_this_year",
    COUNT(*) AS "hours_this_year_units",
    MAX_BY("by_usual_viewers_7d_valued"."shown_members_28d", "by_usual_viewers_7d_valued"."unit_at") FILTER (WHERE "by_usual_viewers_7d_valued"."shown_members_28d" IS NOT NULL) AS "shown_members_28d",
    COUNT(*) AS "shown_members_28d_units",
    CAST(NULL AS BIGINT) AS "plays_2",
    CAST(NULL AS BIGINT) AS "impressions",
    CAST(NULL AS BIGINT) AS "impressions_2",
    CAST(NULL AS BIGINT) AS "in_frame"
  FROM (
    SELECT "facts"."metric_time_month" AS "metric_time_month",
      "facts"."member_country_name" AS "member_country_name",
      "facts"."unit_at" AS "unit_at",
      CAST(COALESCE(MAX("facts"."viewers"), 0) AS DOUBLE) AS "usual_viewers_7d",
      CAST(MAX("facts"."streaming_hours_1") AS DOUBLE) / 60.0 AS "hours_this_year",
      CASE WHEN MAX("facts"."shown_members_rows") > 0 THEN MAX("facts"."shown_members") ELSE CAST(NULL AS BIGINT) END AS "shown_members_28d"
    FROM (
      SELECT "filled"."metric_time_month" AS "metric_time_month",
        "filled"."member_country_name" AS "member_country_name",
        "units_2"."unit_at" AS "unit_at",
        CAST(NULL AS BIGINT) AS "viewers",
        CAST(NULL AS BIGINT) AS "streaming_hours_1",
        CAST(NULL AS BIGINT) AS "shown_members",
        CAST(NULL AS BIGINT) AS "shown_members_rows",
        1 AS "in_frame"
      FROM "filled" AS "filled"
      INNER JOIN (
        SELECT "steps_3"."step" AS "unit_at",
          CAST(DATE_TRUNC('month', "steps_3"."step") AS DATE) AS "in_period"
        FROM (SELECT CAST(UNNEST(GENERATE_SERIES(CAST(CAST($31 AS DATE) AS TIMESTAMP), CAST(CAST($32 AS DATE) AS TIMESTAMP), INTERVAL 1 DAY)) AS DATE) AS "step") AS "steps_3"
        WHERE "steps_3"."step" < CAST($33 AS DATE)
          AND "steps_3"."step" >= CAST($34 AS DATE)
        GROUP BY 1, 2
        HAVING CAST(DATE_TRUNC('month', "steps_3"."step") AS DATE) IS NOT NULL AND "steps_3"."step" IS NOT NULL
      ) AS "units_2" ON "filled"."metric_time_month" = "units_2"."in_period"
      UNION ALL
      SELECT "frame_units_3"."metric_time_month" AS "metric_time_month",
        "by_plays_5_1_steps"."member_country_name" AS "member_country_name",
        "frame_units_3"."unit_at" AS "unit_at",
        CAST(SUM("by_plays_5_1_steps"."step") AS BIGINT) AS "viewers",
        CAST(NULL AS BIGINT) AS "streaming_hours_1",
        CAST(NULL AS BIGINT) AS "shown_members",
        CAST(NULL AS BIGINT) AS "shown_members_rows",
        CAST(NULL AS BIGINT) AS "in_frame"
      FROM "frame_units_3" AS "frame_units_3"
      INNER JOIN (
        SELECT "by_plays_5_1_comings"."unit" AS "unit",
          "by_plays_5_1_comings"."member_country_name" AS "member_country_name",
          CAST(SUM("by_plays_5_1_comings"."step") AS BIGINT) AS "step"
        FROM (
          SELECT "by_plays_5_1_stays"."unit" AS "unit",
            "by_plays_5_1_stays"."member_country_name" AS "member_country_name",
            CASE WHEN "by_plays_5_1_stays"."value" IS NOT NULL THEN 1 ELSE 0 END AS "step"
          FROM "by_plays_5_1_stays" AS "by_plays_5_1_stays"
          WHERE "by_plays_5_1_stays"."before" IS NULL OR CAST("by_plays_5_1_stays"."before" + to_days(7) AS DATE) <= "by_plays_5_1_stays"."unit"
          UNION ALL
          SELECT CAST("by_plays_5_1_stays"."unit" + to_days(7) AS DATE) AS "unit",
            "by_plays_5_1_stays"."member_country_name" AS "member_country_name",
            (-1) AS "step"
          FROM "by_plays_5_1_stays" AS "by_plays_5_1_stays"
          WHERE "by_plays_5_1_stays"."value" IS NOT NULL
            AND ("by_plays_5_1_stays"."after" IS NULL OR "by_plays_5_1_stays"."after" >= CAST("by_plays_5_1_stays"."unit" + to_days(7) AS DATE))
        ) AS "by_plays_5_1_comings"
        GROUP BY 1, 2
      ) AS "by_plays_5_1_steps" ON "by_plays_5_1_steps"."unit" <= "frame_units_3"."unit_at"
      GROUP BY 1, 3, 2
      UNION ALL
      SELECT "frame_units_3"."metric_time_month" AS "metric_time_month",
        "by_plays_6_units"."member_country_name" AS "member_country_name",
        "frame_units_3"."unit_at" AS "unit_at",
        CAST(NULL AS BIGINT) AS "viewers",
        CAST(SUM("by_plays_6_units"."streaming_hours_1") AS BIGINT) AS "streaming_hours_1",
        CAST(NULL AS BIGINT) AS "shown_members",
        CAST(NULL AS BIGINT) AS "shown_members_rows",
        CAST(NULL AS BIGINT) AS "in_frame"
      FROM "frame_units_3" AS "frame_units_3"
      INNER JOIN (
        SELECT CAST("plays"."started_at" AS DATE) AS "unit",
          "plays.member.country"."name" AS "member_country_name",
          CAST(SUM("plays"."minutes") AS BIGINT) AS "streaming_hours_1"
        FROM "streaming"."plays" AS "plays"
        LEFT JOIN "streaming"."members" AS "plays.member" ON "plays"."member_id" = "plays.member"."member_id"
        LEFT JOIN "streaming"."countries" AS "plays.member.country" ON "plays.member"."country_code" = "plays.member.country"."code"
        WHERE "plays"."started_at" < CAST($35 AS TIMESTAMP)
          AND "plays"."started_at" >= CAST($36 AS TIMESTAMP)
        GROUP BY 1, 2
      ) AS "by_plays_6_units" ON "by_plays_6_units"."unit" >= CAST(DATE_TRUNC('year', "frame_units_3"."unit_at") AS DATE) AND "by_plays_6_units"."unit" <= "frame_units_3"."unit_at"
      GROUP BY 1, 3, 2
      UNION ALL
      SELECT "by_impressions_4_parts"."metric_time_month" AS "metric_time_month",
        "by_impressions_4_parts"."member_country_name" AS "member_country_name",
        "by_impressions_4_parts"."unit_at" AS "unit_at",
        CAST(NULL AS BIGINT) AS "viewers",
        CAST(NULL AS BIGINT) AS "streaming_hours_1",
        MAX("by_impressions_4_parts"."shown_members") AS "shown_members",
        MAX("by_impressions_4_parts"."shown_members_rows") AS "shown_members_rows",
        CAST(NULL AS BIGINT) AS "in_frame"
      FROM (
        SELECT "frame_units_3"."metric_time_month" AS "metric_time_month",
          "frame_units_3"."unit_at" AS "unit_at",
          "by_impressions_4_1_steps"."member_country_name" AS "member_country_name",
          CAST(SUM("by_impressions_4_1_steps"."step") AS BIGINT) AS "shown_members",
          CAST(NULL AS BIGINT) AS "shown_members_rows"
        FROM "frame_units_3" AS "frame_units_3"
        INNER JOIN (
          SELECT "by_impressions_4_1_comings"."unit" AS "unit",
            "by_impressions_4_1_comings"."member_country_name" AS "member_country_name",
            CAST(SUM("by_impressions_4_1_comings"."step") AS BIGINT) AS "step"
          FROM (
            SELECT "by_impressions_4_1_stays"."unit" AS "unit",
              "by_impressions_4_1_stays"."member_country_name" AS "member_country_name",
              CASE WHEN "by_impressions_4_1_stays"."value" IS NOT NULL THEN 1 ELSE 0 END AS "step"
            FROM "by_impressions_4_1_stays" AS "by_impressions_4_1_stays"
            WHERE "by_impressions_4_1_stays"."before" IS NULL OR CAST("by_impressions_4_1_stays"."before" + to_days(28) AS DATE) <= "by_impressions_4_1_stays"."unit"
            UNION ALL
            SELECT CAST("by_impressions_4_1_stays"."unit" + to_days(28) AS DATE) AS "unit",
              "by_impressions_4_1_stays"."member_country_name" AS "member_country_name",
              (-1) AS "step"
            FROM "by_impressions_4_1_stays" AS "by_impressions_4_1_stays"
            WHERE "by_impressions_4_1_stays"."value" IS NOT NULL
              AND ("by_impressions_4_1_stays"."after" IS NULL OR "by_impressions_4_1_stays"."after" >= CAST("by_impressions_4_1_stays"."unit" + to_days(28) AS DATE))
          ) AS "by_impressions_4_1_comings"
          GROUP BY 1, 2
        ) AS "by_impressions_4_1_steps" ON "by_impressions_4_1_steps"."unit" <= "frame_units_3"."unit_at"
        GROUP BY 1, 2, 3
        UNION ALL
        SELECT "frame_units_3"."metric_time_month" AS "metric_time_month",
          "frame_units_3"."unit_at" AS "unit_at",
          "by_impressions_4_rest_units"."member_country_name" AS "member_country_name",
          CAST(NULL AS BIGINT) AS "shown_members",
          CAST(SUM("by_impressions_4_rest_units"."shown_members_rows") AS BIGINT) AS "shown_members_rows"
        FROM "frame_units_3" AS "frame_units_3"
        INNER JOIN (
          SELECT CAST("impressions"."shown_on" AS DATE) AS "unit",
            "impressions.member.country"."name" AS "member_country_name",
            COUNT(*) AS "shown_members_rows"
          FROM "streaming"."impressions" AS "impressions"
          LEFT JOIN "streaming"."members" AS "impressions.member" ON "impressions"."member_id" = "impressions.member"."member_id"
          LEFT JOIN "streaming"."countries" AS "impressions.member.country" ON "impressions.member"."country_code" = "impressions.member.country"."code"
          WHERE "impressions"."shown_on" < CAST($37 AS DATE)
            AND "impressions"."shown_on" >= CAST($38 AS DATE)
          GROUP BY 1, 2
        ) AS "by_impressions_4_rest_units" ON "by_impressions_4_rest_units"."unit" > CAST("frame_units_3"."unit_at" + to_days((-28)) AS DATE) AND "by_impressions_4_rest_units"."unit" <= "frame_units_3"."unit_at"
        GROUP BY 1, 2, 3
      ) AS "by_impressions_4_parts"
      GROUP BY 1, 3, 2
    ) AS "facts"
    GROUP BY 1, 2, 3
    HAVING MAX("facts"."in_frame") IS NOT NULL
  ) AS "by_usual_viewers_7d_valued"
  GROUP BY 1, 2
  UNION ALL
  SELECT "periods"."metric_time_month" AS "metric_time_month",
    "by_plays_2_then"."member_country_name" AS "member_country_name",
    CAST(NULL AS BIGINT) AS "plays",
    CAST(NULL AS DOUBLE) AS "usual_viewers_7d",
    CAST(NULL AS BIGINT) AS "usual_viewers_7d_units",
    CAST(NULL AS DOUBLE) AS "hours_this_year",
    CAST(NULL AS BIGINT) AS "hours_this_year_units",
    CAST(NULL AS BIGINT) AS "shown_members_28d",
    CAST(NULL AS BIGINT) AS "shown_members_28d_units",
    "by_plays_2_then"."plays" AS "plays_2",
    CAST(NULL AS BIGINT) AS "impressions",
    CAST(NULL AS BIGINT) AS "impressions_2",
    CAST(NULL AS BIGINT) AS "in_frame"
  FROM "periods" AS "periods"
  INNER JOIN (
    SELECT CAST(DATE_TRUNC('month', "plays"."started_at") AS DATE) AS "metric_time_month",
      "plays.member.country"."name" AS "member_country_name",
      COUNT(*) AS "plays"
    FROM "streaming"."plays" AS "plays"
    LEFT JOIN "streaming"."members" AS "plays.member" ON "plays"."member_id" = "plays.member"."member_id"
    LEFT JOIN "streaming"."countries" AS "plays.member.country" ON "plays.member"."country_code" = "plays.member.country"."code"
    WHERE "plays"."started_at" < CAST($39 AS TIMESTAMP)
      AND "plays"."started_at" >= CAST($40 AS TIMESTAMP)
    GROUP BY 1, 2
  ) AS "by_plays_2_then" ON CAST("periods"."metric_time_month" + to_months((-1)) AS DATE) = "by_plays_2_then"."metric_time_month"
  UNION ALL
  SELECT "by_impressions"."metric_time_month" AS "metric_time_month",
    "by_impressions"."member_country_name" AS "member_country_name",
    CAST(NULL AS BIGINT) AS "plays",
    CAST(NULL AS DOUBLE) AS "usual_viewers_7d",
    CAST(NULL AS BIGINT) AS "usual_viewers_7d_units",
    CAST(NULL AS DOUBLE) AS "hours_this_year",
    CAST(NULL AS BIGINT) AS "hours_this_year_units",
    CAST(NULL AS BIGINT) AS "shown_members_28d",
    CAST(NULL AS BIGINT) AS "shown_members_28d_units",
    CAST(NULL AS BIGINT) AS "plays_2",
    "by_impressions"."impressions" AS "impressions",
    CAST(NULL AS BIGINT) AS "impressions_2",
    CAST(NULL AS BIGINT) AS "in_frame"
  FROM "by_impressions" AS "by_impressions"
  UNION ALL
  SELECT "periods"."metric_time_month" AS "metric_time_month",
    "by_impressions_2_then"."member_country_name" AS "member_country_name",
    CAST(NULL AS BIGINT) AS "plays",
    CAST(NULL AS DOUBLE) AS "usual_viewers_7d",
    CAST(NULL AS BIGINT) AS "usual_viewers_7d_units",
    CAST(NULL AS DOUBLE) AS "hours_this_year",
    CAST(NULL AS BIGINT) AS "hours_this_year_units",
    CAST(NULL AS BIGINT) AS "shown_members_28d",
    CAST(NULL AS BIGINT) AS "shown_members_28d_units",
    CAST(NULL AS BIGINT) AS "plays_2",
    CAST(NULL AS BIGINT) AS "impressions",
    "by_impressions_2_then"."impressions" AS "impressions_2",
    CAST(NULL AS BIGINT) AS "in_frame"
  FROM "periods" AS "periods"
  INNER JOIN (
    SELECT CAST(DATE_TRUNC('month', "impressions"."shown_on") AS DATE) AS "metric_time_month",
      "impressions.member.country"."name" AS "member_country_name",
      COUNT(*) AS "impressions"
    FROM "streaming"."impressions" AS "impressions"
    LEFT JOIN "streaming"."members" AS "impressions.member" ON "impressions"."member_id" = "impressions.member"."member_id"
    LEFT JOIN "streaming"."countries" AS "impressions.member.country" ON "impressions.member"."country_code" = "impressions.member.country"."code"
    WHERE "impressions"."shown_on" < CAST($41 AS DATE)
      AND "impressions"."shown_on" >= CAST($42 AS DATE)
    GROUP BY 1, 2
  ) AS "by_impressions_2_then" ON CAST("periods"."metric_time_month" + to_months((-1)) AS DATE) = "by_impressions_2_then"."metric_time_month"
) AS "facts_2"
GROUP BY 1, 2
HAVING MAX("facts_2"."in_frame") IS NOT NULL
ORDER BY "metric_time_month" ASC NULLS LAST, "member_country_name" ASC NULLS LAST;
