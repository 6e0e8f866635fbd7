SELECT "lineitem.part"."p_brand" AS "part_brand",
  CAST(CAST(SUM("lineitem"."l_extendedprice" * (1 - "lineitem"."l_discount")) AS DECIMAL(38,4)) AS DOUBLE) / NULLIF(COUNT(DISTINCT "lineitem"."l_orderkey"), 0) AS "revenue_per_order",
  CAST(SUM("lineitem"."l_quantity") AS DECIMAL(38,2)) AS "units_sold"
FROM "tpch"."lineitem" AS "lineitem"
LEFT JOIN "tpch"."part" AS "lineitem.part" ON "lineitem"."l_partkey" = "lineitem.part"."p_partkey"
GROUP BY 1
ORDER BY "revenue_per_order" DESC NULLS LAST, "part_brand" ASC NULLS LAST
LIMIT 7;

SELECT "lineitem.part"."p_brand" AS "part_brand",
  CAST(CAST(SUM("lineitem"."l_extendedprice" * (1 - "lineitem"."l_discount")) AS DECIMAL(38,4)) AS DOUBLE) / NULLIF(COUNT(DISTINCT "lineitem"."l_orderkey"), 0) AS "revenue_per_order",
  CAST(SUM("lineitem"."l_quantity") AS DECIMAL(38,2)) AS "units_sold"
FROM "tpch"."lineitem" AS "lineitem"
LEFT JOIN "tpch"."part" AS "lineitem.part" ON "lineitem"."l_partkey" = "lineitem.part"."p_partkey"
GROUP BY 1
HAVING (CAST(CAST(SUM("lineitem"."l_extendedprice" * (1 - "lineitem"."l_discount")) AS DECIMAL(38,4)) AS DOUBLE) / NULLIF(COUNT(DISTINCT "lineitem"."l_orderkey"), 0) < CAST('37312.00603471204' AS DOUBLE) OR CAST(CAST(SUM("lineitem"."l_extendedprice" * (1 - "lineitem"."l_discount")) AS DECIMAL(38,4)) AS DOUBLE) / NULLIF(COUNT(DISTINCT "lineitem"."l_orderkey"), 0) IS NULL) OR CAST(CAST(SUM("lineitem"."l_extendedprice" * (1 - "lineitem"."l_discount")) AS DECIMAL(38,4)) AS DOUBLE) / NULLIF(COUNT(DISTINCT "lineitem"."l_orderkey"), 0) = CAST('37312.00603471204' AS DOUBLE) AND ("lineitem.part"."p_brand" > 'Brand#55' OR "lineitem.part"."p_brand" IS NULL)
ORDER BY "revenue_per_order" DESC NULLS LAST, "part_brand" ASC NULLS LAST
LIMIT 7;

SELECT "lineitem.part"."p_brand" AS "part_brand",
  CAST(CAST(SUM("lineitem"."l_extendedprice" * (1 - "lineitem"."l_discount")) AS DECIMAL(38,4)) AS DOUBLE) / NULLIF(COUNT(DISTINCT "lineitem"."l_orderkey"), 0) AS "revenue_per_order",
  CAST(SUM("lineitem"."l_quantity") AS DECIMAL(38,2)) AS "units_sold"
FROM "tpch"."lineitem" AS "lineitem"
LEFT JOIN "tpch"."part" AS "lineitem.part" ON "lineitem"."l_partkey" = "lineitem.part"."p_partkey"
GROUP BY 1
HAVING (CAST(CAST(SUM("lineitem"."l_extendedprice" * (1 - "lineitem"."l_discount")) AS DECIMAL(38,4)) AS DOUBLE) / NULLIF(COUNT(DISTINCT "lineitem"."l_orderkey"), 0) < CAST('36640.024424484785' AS DOUBLE) OR CAST(CAST(SUM("lineitem"."l_extendedprice" * (1 - "lineitem"."l_discount")) AS DECIMAL(38,4)) AS DOUBLE) / NULLIF(COUNT(DISTINCT "lineitem"."l_orderkey"), 0) IS NULL) OR CAST(CAST(SUM("lineitem"."l_extendedprice" * (1 - "lineitem"."l_discount")) AS DECIMAL(38,4)) AS DOUBLE) / NULLIF(COUNT(DISTINCT "lineitem"."l_orderkey"), 0) = CAST('36640.024424484785' AS DOUBLE) AND ("lineitem.part"."p_brand" > 'Brand#31' OR "lineitem.part"."p_brand" IS NULL)
ORDER BY "revenue_per_order" DESC NULLS LAST, "part_brand" ASC NULLS LAST
LIMIT 7;

SELECT "lineitem.part"."p_brand" AS "part_brand",
  CAST(CAST(SUM("lineitem"."l_extendedprice" * (1 - "lineitem"."l_discount")) AS DECIMAL(38,4)) AS DOUBLE) / NULLIF(COUNT(DISTINCT "lineitem"."l_orderkey"), 0) AS "revenue_per_order",
  CAST(SUM("lineitem"."l_quantity") AS DECIMAL(38,2)) AS "units_sold"
FROM "tpch"."lineitem" AS "lineitem"
LEFT JOIN "tpch"."part" AS "lineitem.part" ON "lineitem"."l_partkey" = "lineitem.part"."p_partkey"
GROUP BY 1
HAVING (CAST(CAST(SUM("lineitem"."l_extendedprice" * (1 - "lineitem"."l_discount")) AS DECIMAL(38,4)) AS DOUBLE) / NULLIF(COUNT(DISTINCT "lineitem"."l_orderkey"), 0) < CAST('35571.583526096496' AS DOUBLE) OR CAST(CAST(SUM("lineitem"."l_extendedprice" * (1 - "lineitem"."l_discount")) AS DECIMAL(38,4)) AS DOUBLE) / NULLIF(COUNT(DISTINCT "lineitem"."l_orderkey"), 0) IS NULL) OR CAST(CAST(SUM("lineitem"."l_extendedprice" * (1 - "lineitem"."l_discount")) AS DECIMAL(38,4)) AS DOUBLE) / NULLIF(COUNT(DISTINCT "lineitem"."l_orderkey"), 0) = CAST('35571.583526096496' AS DOUBLE) AND ("lineitem.part"."p_brand" > 'Brand#45' OR "lineitem.part"."p_brand" IS NULL)
ORDER BY "revenue_per_order" DESC NULLS LAST, "part_brand" ASC NULLS LAST
LIMIT 7;

SELECT "lineitem.part"."p_brand" AS "part_brand",
  CAST(CAST(SUM("lineitem"."l_extendedprice" * (1 - "lineitem"."l_discount")) AS DECIMAL(38,4)) AS DOUBLE) / NULLIF(COUNT(DISTINCT "lineitem"."l_orderkey"), 0) AS "revenue_per_order",
  CAST(SUM("lineitem"."l_quantity") AS DECIMAL(38,2)) AS "units_sold"
FROM "tpch"."lineitem" AS "lineitem"
LEFT JOIN "tpch"."part" AS "lineitem.part" ON "lineitem"."l_partkey" = "lineitem.part"."p_partkey"
GROUP BY 1
HAVING (CAST(CAST(SUM("lineitem"."l_extendedprice" * (1 - "lineitem"."l_discount")) AS DECIMAL(38,4)) AS DOUBLE) / NULLIF(COUNT(DISTINCT "lineitem"."l_orderkey"), 0) < CAST('34904.44639155614' AS DOUBLE) OR CAST(CAST(SUM("lineitem"."l_extendedprice" * (1 - "lineitem"."l_discount")) AS DECIMAL(38,4)) AS DOUBLE) / NULLIF(COUNT(DISTINCT "lineitem"."l_orderkey"), 0) IS NULL) OR CAST(CAST(SUM("lineitem"."l_extendedprice" * (1 - "lineitem"."l_discount")) AS DECIMAL(38,4)) AS DOUBLE) / NULLIF(COUNT(DISTINCT "lineitem"."l_orderkey"), 0) = CAST('34904.44639155614' AS DOUBLE) AND ("lineitem.part"."p_brand" > 'Brand#53' OR "lineitem.part"."p_brand" IS NULL)
ORDER BY "revenue_per_order" DESC NULLS LAST, "part_brand" ASC NULLS LAST
LIMIT 7;
