SELECT
  sr.r_name AS from_region, cr.r_name AS to_region, sum(l_extendedprice * (1 - l_discount)) AS revenue,
  CAST(sum(l_extendedprice * (1 - l_discount) - ps_supplycost * l_quantity) AS DOUBLE) / sum(l_extendedprice * (1 - l_discount)) AS profit_margin,
  count(DISTINCT l_suppkey) AS active_suppliers
FROM tpch.lineitem
JOIN tpch.orders ON o_orderkey = l_orderkey
JOIN tpch.customer ON c_custkey = o_custkey
JOIN tpch.nation cn ON cn.n_nationkey = c_nationkey
JOIN tpch.region cr ON cr.r_regionkey = cn.n_regionkey
JOIN tpch.supplier ON s_suppkey = l_suppkey
JOIN tpch.nation sn ON sn.n_nationkey = s_nationkey
JOIN tpch.region sr ON sr.r_regionkey = sn.n_regionkey
JOIN tpch.partsupp ON ps_partkey = l_partkey AND ps_suppkey = l_suppkey
WHERE cn.n_name NOT IN ('FRANCE', 'CHINA')
GROUP BY 1, 2
HAVING revenue > 80000000
ORDER BY revenue DESC
