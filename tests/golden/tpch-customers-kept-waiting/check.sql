SELECT n_name AS nation, count(*) AS customers, sum(c_acctbal) AS customer_balance
FROM tpch.customer JOIN tpch.nation ON n_nationkey = c_nationkey
WHERE c_custkey IN (
  SELECT o_custkey FROM tpch.orders JOIN tpch.lineitem ON l_orderkey = o_orderkey
  WHERE o_orderpriority LIKE '1%' AND year(o_orderdate) = 1998 AND l_receiptdate > l_commitdate)
GROUP BY 1 ORDER BY 1
