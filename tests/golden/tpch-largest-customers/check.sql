SELECT c_custkey AS key, c_name AS name, n_name AS nation, sum(o_totalprice) AS order_value, count(*) AS orders,
  max(o_totalprice) AS largest_order_value
FROM tpch.orders LEFT JOIN tpch.customer ON c_custkey = o_custkey LEFT JOIN tpch.nation ON n_nationkey = c_nationkey
WHERE year(o_orderdate) = 1996 AND month(o_orderdate) <= 3
GROUP BY ALL HAVING count(*) >= 2 ORDER BY order_value DESC LIMIT 8
