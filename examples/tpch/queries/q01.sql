-- TPC-H Q1, pricing summary report. DELTA 90. Only the names of the result columns differ from the standard's text.
SELECT
  l_returnflag,
  l_linestatus,
  sum(l_quantity) AS units_sold,
  sum(l_extendedprice) AS gross_sales,
  sum(l_extendedprice * (1 - l_discount)) AS revenue,
  sum(l_extendedprice * (1 - l_discount) * (1 + l_tax)) AS charge,
  avg(l_quantity) AS average_quantity,
  avg(l_extendedprice) AS average_price,
  avg(l_discount) AS average_discount,
  count(*) AS line_items
FROM tpch.lineitem
WHERE l_shipdate <= date '1998-12-01' - interval '90' day
GROUP BY l_returnflag, l_linestatus
ORDER BY l_returnflag, l_linestatus;
