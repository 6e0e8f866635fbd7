SELECT "met"."metric_time_month" AS "metric_time_month",
  COALESCE("met"."orders", 0) AS "orders",
  "met"."revenue" AS "revenue",
  CASE WHEN "before"."is_there" IS NULL THEN 0 ELSE "before"."orders" END AS "previous_orders",
  CASE WHEN "before"."is_there" IS NULL THEN CAST(NULL AS DECIMAL(38,4)) ELSE "before"."revenue" END AS "previous_revenue"
FROM (
  SELECT "facts"."metric_time_month" AS "metric_time_month",
    MAX("facts"."orders") AS "orders",
    MAX("facts"."revenue") AS "revenue"
  FROM (
    SELECT CAST(DATE_TRUNC('month', "orders"."o_orderdate") AS DATE) AS "metric_time_month",
      COUNT(*) AS "orders",
      CAST(NULL AS DECIMAL(38,4)) AS "revenue"
    FROM "tpch"."orders" AS "orders"
    WHERE "orders"."o_orderdate" < DATE '1993-03-01'
      AND "orders"."o_orderdate" >= DATE '1992-11-01'
    GROUP BY 1
    UNION ALL
    SELECT CAST(DATE_TRUNC('month', "lineitem"."l_shipdate") AS DATE) AS "metric_time_month",
      CAST(NULL AS BIGINT) AS "orders",
      CAST(SUM("lineitem"."l_extendedprice" * (1 - "lineitem"."l_discount")) AS DECIMAL(38,4)) AS "revenue"
    FROM "tpch"."lineitem" AS "lineitem"
    WHERE "lineitem"."l_shipdate" < DATE '1993-03-01'
      AND "lineitem"."l_shipdate" >= DATE '1992-11-01'
    GROUP BY 1
  ) AS "facts"
  GROUP BY 1
) AS "met"
LEFT JOIN (
  SELECT "facts_2"."metric_time_month" AS "group_metric_time_month",
    COALESCE(MAX("facts_2"."orders"), 0) AS "orders",
    MAX("facts_2"."revenue") AS "revenue",
    1 AS "is_there"
  FROM (
    SELECT CAST(DATE_TRUNC('month', "orders"."o_orderdate") AS DATE) AS "metric_time_month",
      COUNT(*) AS "orders",
      CAST(NULL AS DECIMAL(38,4)) AS "revenue"
    FROM "tpch"."orders" AS "orders"
    WHERE "orders"."o_orderdate" < DATE '1992-03-01'
      AND "orders"."o_orderdate" >= DATE '1991-11-01'
    GROUP BY 1
    UNION ALL
    SELECT CAST(DATE_TRUNC('month', "lineitem"."l_shipdate") AS DATE) AS "metric_time_month",
      CAST(NULL AS BIGINT) AS "orders",
      CAST(SUM("lineitem"."l_extendedprice" * (1 - "lineitem"."l_discount")) AS DECIMAL(38,4)) AS "revenue"
    FROM "tpch"."lineitem" AS "lineitem"
    WHERE "lineitem"."l_shipdate" < DATE '1992-03-01'
      AND "lineitem"."l_shipdate" >= DATE '1991-11-01'
    GROUP BY 1
  ) AS "facts_2"
  GROUP BY 1
) AS "before" ON DATE_ADD('year', (-1), "met"."metric_time_month") = "before"."group_metric_time_month"
ORDER BY "metric_time_month" ASC NULLS LAST;
