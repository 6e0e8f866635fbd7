SELECT c_mktsegment AS segment, count(*) AS customers, sum(c_acctbal) AS customer_balance,
  CAST(count(*) FILTER (WHERE c_acctbal < 0) AS DOUBLE) / count(*) AS debt_rate
FROM tpch.customer WHERE c_custkey NOT IN (SELECT o_custkey FROM tpch.orders) GROUP BY 1 ORDER BY 1
