WITH months AS (SELECT unnest([DATE '1992-11-01', DATE '1992-12-01', DATE '1993-01-01', DATE '1993-02-01']) AS month)
SELECT month,
  (SELECT count(*) FROM tpch.orders WHERE date_trunc('month', o_orderdate) = month) AS orders,
  (SELECT sum(l_extendedprice * (1 - l_discount)) FROM tpch.lineitem WHERE date_trunc('month', l_shipdate) = month) AS revenue,
  (SELECT count(*) FROM tpch.orders WHERE date_trunc('month', o_orderdate) = month - INTERVAL 1 YEAR) AS previous_orders,
  (SELECT sum(l_extendedprice * (1 - l_discount)) FROM tpch.lineitem WHERE date_trunc('month', l_shipdate) = month - INTERVAL 1 YEAR) AS previous_revenue
FROM months ORDER BY month
