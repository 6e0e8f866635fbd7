SELECT "lineitem.supplier.nation.region"."r_name" AS "supplier_nation_region_name",
  "lineitem.order.customer.nation.region"."r_name" AS "order_customer_nation_region_name",
  CAST(SUM("lineitem"."l_extendedprice" * (1 - "lineitem"."l_discount")) AS DECIMAL(38,4)) AS "revenue",
  CAST(CAST(SUM("lineitem"."l_extendedprice" * (1 - "lineitem"."l_discount") - "lineitem.partsupp"."ps_supplycost" * "lineitem"."l_quantity") AS DECIMAL(38,4)) AS DOUBLE) / NULLIF(CAST(SUM("lineitem"."l_extendedprice" * (1 - "lineitem"."l_discount")) AS DECIMAL(38,4)), 0) AS "profit_margin",
  COUNT(DISTINCT "lineitem"."l_suppkey") AS "active_suppliers"
FROM "tpch"."lineitem" AS "lineitem"
INNER JOIN "tpch"."orders" AS "lineitem.order" ON "lineitem"."l_orderkey" = "lineitem.order"."o_orderkey"
INNER JOIN "tpch"."customer" AS "lineitem.order.customer" ON "lineitem.order"."o_custkey" = "lineitem.order.customer"."c_custkey"
INNER JOIN "tpch"."nation" AS "lineitem.order.customer.nation" ON "lineitem.order.customer"."c_nationkey" = "lineitem.order.customer.nation"."n_nationkey"
LEFT JOIN "tpch"."supplier" AS "lineitem.supplier" ON "lineitem"."l_suppkey" = "lineitem.supplier"."s_suppkey"
LEFT JOIN "tpch"."nation" AS "lineitem.supplier.nation" ON "lineitem.supplier"."s_nationkey" = "lineitem.supplier.nation"."n_nationkey"
LEFT JOIN "tpch"."region" AS "lineitem.supplier.nation.region" ON "lineitem.supplier.nation"."n_regionkey" = "lineitem.supplier.nation.region"."r_regionkey"
LEFT JOIN "tpch"."region" AS "lineitem.order.customer.nation.region" ON "lineitem.order.customer.nation"."n_regionkey" = "lineitem.order.customer.nation.region"."r_regionkey"
LEFT JOIN "tpch"."partsupp" AS "lineitem.partsupp" ON "lineitem"."l_partkey" = "lineitem.partsupp"."ps_partkey" AND "lineitem"."l_suppkey" = "lineitem.partsupp"."ps_suppkey"
WHERE NOT "lineitem.order.customer.nation"."n_name" IN ('FRANCE', 'CHINA')
GROUP BY 1, 2
HAVING CAST(SUM("lineitem"."l_extendedprice" * (1 - "lineitem"."l_discount")) AS DECIMAL(38,4)) > 80000000
ORDER BY "revenue" DESC NULLS LAST, "supplier_nation_region_name" ASC NULLS LAST, "order_customer_nation_region_name" ASC NULLS LAST;
