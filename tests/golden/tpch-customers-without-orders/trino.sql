SELECT "customer"."c_mktsegment" AS "market_segment",
  COUNT(*) AS "customers",
  CAST(SUM("customer"."c_acctbal") AS DECIMAL(38,2)) AS "customer_balance",
  CAST(COUNT(*) FILTER (WHERE "customer"."c_acctbal" < 0) AS DOUBLE) / NULLIF(COUNT(*), 0) AS "debt_rate"
FROM "tpch"."customer" AS "customer"
WHERE NOT EXISTS (
  SELECT 1
  FROM "tpch"."orders" AS "customer.orders"
  WHERE "customer"."c_custkey" = "customer.orders"."o_custkey"
)
GROUP BY 1
ORDER BY "market_segment" ASC NULLS LAST;
