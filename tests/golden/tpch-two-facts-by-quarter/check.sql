WITH o AS (
  SELECT CAST(date_trunc('quarter', o_orderdate) AS DATE) AS quarter, count(*) AS orders,
    CAST(count(*) FILTER (WHERE o_orderpriority LIKE '1%' OR o_orderpriority LIKE '2%') AS DOUBLE) / count(*) AS urgent_rate
  FROM tpch.orders WHERE year(o_orderdate) IN (1997, 1998) GROUP BY 1),
l AS (
  SELECT CAST(date_trunc('quarter', l_shipdate) AS DATE) AS quarter, sum(l_extendedprice * (1 - l_discount)) AS revenue,
    CAST(count(*) FILTER (WHERE l_receiptdate > l_commitdate) AS DOUBLE) / count(*) AS late_rate
  FROM tpch.lineitem WHERE year(l_shipdate) IN (1997, 1998) GROUP BY 1)
SELECT quarter, coalesce(orders, 0) AS orders, revenue, urgent_rate, late_rate FROM o FULL JOIN l USING (quarter) ORDER BY quarter
