SELECT "orders.customer"."c_custkey" AS "customer_customer_key",
  "orders.customer"."c_name" AS "customer_name",
  "orders.customer.nation"."n_name" AS "customer_nation_name",
  CAST(SUM("by_orders_keys"."order_value") AS DECIMAL(38,2)) AS "order_value",
  SUM("by_orders_keys"."orders") AS "orders",
  MAX("by_orders_keys"."largest_order_value") AS "largest_order_value"
FROM (
  SELECT "orders"."o_custkey" AS "key_1",
    CAST(SUM("orders"."o_totalprice") AS DECIMAL(38,2)) AS "order_value",
    COUNT(*) AS "orders",
    MAX("orders"."o_totalprice") AS "largest_order_value"
  FROM "tpch"."orders" AS "orders"
  WHERE "orders"."o_orderdate" < DATE '1996-04-01'
    AND "orders"."o_orderdate" >= DATE '1996-01-01'
  GROUP BY 1
) AS "by_orders_keys"
LEFT JOIN "tpch"."customer" AS "orders.customer" ON "by_orders_keys"."key_1" = "orders.customer"."c_custkey"
LEFT JOIN "tpch"."nation" AS "orders.customer.nation" ON "orders.customer"."c_nationkey" = "orders.customer.nation"."n_nationkey"
GROUP BY 1, 2, 3
HAVING SUM("by_orders_keys"."orders") >= 2
ORDER BY "order_value" DESC NULLS LAST, "customer_customer_key" ASC NULLS LAST, "customer_name" ASC NULLS LAST, "customer_nation_name" ASC NULLS LAST
LIMIT 8;
