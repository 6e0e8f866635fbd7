SELECT "customer.nation"."n_name" AS "nation_name",
  COUNT(*) AS "customers",
  CAST(SUM("customer"."c_acctbal") AS DECIMAL(38,2)) AS "customer_balance"
FROM "tpch"."customer" AS "customer"
LEFT JOIN "tpch"."nation" AS "customer.nation" ON "customer"."c_nationkey" = "customer.nation"."n_nationkey"
WHERE EXISTS (
  SELECT 1
  FROM "tpch"."orders" AS "customer.orders"
  INNER JOIN "tpch"."lineitem" AS "customer.orders.lines" ON "customer.orders"."o_orderkey" = "customer.orders.lines"."l_orderkey"
  WHERE "customer"."c_custkey" = "customer.orders"."o_custkey"
    AND "customer.orders"."o_orderdate" < DATE '1999-01-01'
    AND "customer.orders"."o_orderpriority" = '1-URGENT'
    AND "customer.orders.lines"."l_receiptdate" > "customer.orders.lines"."l_commitdate"
    AND "customer.orders"."o_orderdate" >= DATE '1998-01-01'
)
GROUP BY 1
ORDER BY "nation_name" ASC NULLS LAST;
