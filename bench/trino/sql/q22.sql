SELECT
  cntrycode,
  count(*) AS customers,
  sum(c_acctbal) AS customer_balance
FROM (
  SELECT
    substring(c_phone FROM 1 FOR 2) AS cntrycode,
    c_acctbal
  FROM tpch.customer
  WHERE substring(c_phone FROM 1 FOR 2) IN ('13', '31', '23', '29', '30', '18', '17')
    AND c_acctbal > (
      SELECT avg(CAST(c_acctbal AS double))
      FROM tpch.customer
      WHERE c_acctbal > 0.00
        AND substring(c_phone FROM 1 FOR 2) IN ('13', '31', '23', '29', '30', '18', '17')
    )
    AND NOT EXISTS (SELECT * FROM tpch.orders WHERE o_custkey = c_custkey)
) AS custsale
GROUP BY cntrycode
ORDER BY cntrycode;
