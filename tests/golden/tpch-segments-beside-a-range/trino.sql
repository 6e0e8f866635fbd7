SELECT "by_orders"."customer_market_segment" AS "customer_market_segment",
  "by_orders"."orders" AS "orders",
  CAST("by_orders"."urgent_orders" AS DOUBLE) / NULLIF("by_orders"."orders", 0) AS "urgent_rate",
  CASE WHEN "before"."is_there" IS NULL THEN 0 ELSE "before"."orders" END AS "previous_orders",
  CASE WHEN "before"."is_there" IS NULL THEN CAST(0 AS DOUBLE) / NULLIF(0, 0) ELSE "before"."urgent_rate" END AS "previous_urgent_rate"
FROM (
  SELECT "orders.customer"."c_mktsegment" AS "customer_market_segment",
    COUNT(*) AS "orders",
    COUNT(*) FILTER (WHERE "orders"."o_orderpriority" IN ('1-URGENT', '2-HIGH')) AS "urgent_orders"
  FROM "tpch"."orders" AS "orders"
  LEFT JOIN "tpch"."customer" AS "orders.customer" ON "orders"."o_custkey" = "orders.customer"."c_custkey"
  WHERE "orders"."o_orderdate" < DATE '1997-01-08'
    AND "orders"."o_orderdate" >= DATE '1997-01-01'
  GROUP BY 1
) AS "by_orders"
LEFT JOIN (
  SELECT "orders.customer"."c_mktsegment" AS "group_customer_market_segment",
    COUNT(*) AS "orders",
    CAST(COUNT(*) FILTER (WHERE "orders"."o_orderpriority" IN ('1-URGENT', '2-HIGH')) AS DOUBLE) / NULLIF(COUNT(*), 0) AS "urgent_rate",
    1 AS "is_there"
  FROM "tpch"."orders" AS "orders"
  LEFT JOIN "tpch"."customer" AS "orders.customer" ON "orders"."o_custkey" = "orders.customer"."c_custkey"
  WHERE "orders"."o_orderdate" < DATE '1995-06-04'
    AND "orders"."o_orderdate" >= DATE '1995-06-01'
  GROUP BY 1
) AS "before" ON "by_orders"."customer_market_segment" IS NOT DISTINCT FROM "before"."group_customer_market_segment"
ORDER BY "customer_market_segment" ASC NULLS LAST;
