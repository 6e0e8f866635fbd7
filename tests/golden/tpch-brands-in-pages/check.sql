SELECT
  p_brand AS brand,
  CAST(sum(l_extendedprice * (1 - l_discount)) AS DOUBLE) / count(DISTINCT l_orderkey) AS revenue_per_order,
  sum(l_quantity) AS units_sold
FROM tpch.lineitem JOIN tpch.part ON p_partkey = l_partkey
GROUP BY 1
ORDER BY 2 DESC
