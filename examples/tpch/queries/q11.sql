-- TPC-H Q11, important stock identification. NATION 'GERMANY', FRACTION 0.01: 0.0001 over the scale factor of 0.01.
SELECT
  ps_partkey,
  sum(ps_supplycost * ps_availqty) AS stock_value
FROM tpch.partsupp, tpch.supplier, tpch.nation
WHERE ps_suppkey = s_suppkey
  AND s_nationkey = n_nationkey
  AND n_name = 'GERMANY'
GROUP BY ps_partkey
HAVING sum(ps_supplycost * ps_availqty) > (
  SELECT sum(ps_supplycost * ps_availqty) * 0.01
  FROM tpch.partsupp, tpch.supplier, tpch.nation
  WHERE ps_suppkey = s_suppkey
    AND s_nationkey = n_nationkey
    AND n_name = 'GERMANY'
)
ORDER BY stock_value DESC;
