SELECT "facts"."metric_time_quarter" AS "metric_time_quarter",
  COALESCE(MAX("facts"."orders"), 0) AS "orders",
  MAX("facts"."revenue") AS "revenue",
  CAST(COALESCE(MAX("facts"."urgent_orders"), 0) AS DOUBLE) / NULLIF(COALESCE(MAX("facts"."orders"), 0), 0) AS "urgent_rate",
  CAST(COALESCE(MAX("facts"."late_lines"), 0) AS DOUBLE) / NULLIF(COALESCE(MAX("facts"."line_items"), 0), 0) AS "late_rate"
FROM (
  SELECT CAST(DATE_TRUNC('quarter', "orders"."o_orderdate") AS DATE) AS "metric_time_quarter",
    COUNT(*) AS "orders",
    COUNT(*) FILTER (WHERE "orders"."o_orderpriority" IN ('1-URGENT', '2-HIGH')) AS "urgent_orders",
    CAST(NULL AS DECIMAL(38,4)) AS "revenue",
    CAST(NULL AS BIGINT) AS "late_lines",
    CAST(NULL AS BIGINT) AS "line_items"
  FROM "tpch"."orders" AS "orders"
  WHERE "orders"."o_orderdate" < DATE '1999-01-01'
    AND "orders"."o_orderdate" >= DATE '1997-01-01'
  GROUP BY 1
  UNION ALL
  SELECT CAST(DATE_TRUNC('quarter', "lineitem"."l_shipdate") AS DATE) AS "metric_time_quarter",
    CAST(NULL AS BIGINT) AS "orders",
    CAST(NULL AS BIGINT) AS "urgent_orders",
    CAST(SUM("lineitem"."l_extendedprice" * (1 - "lineitem"."l_discount")) AS DECIMAL(38,4)) AS "revenue",
    COUNT(*) FILTER (WHERE "lineitem"."l_receiptdate" > "lineitem"."l_commitdate") AS "late_lines",
    COUNT(*) AS "line_items"
  FROM "tpch"."lineitem" AS "lineitem"
  WHERE "lineitem"."l_shipdate" < DATE '1999-01-01'
    AND "lineitem"."l_shipdate" >= DATE '1997-01-01'
  GROUP BY 1
) AS "facts"
GROUP BY 1
ORDER BY "metric_time_quarter" ASC NULLS LAST;
