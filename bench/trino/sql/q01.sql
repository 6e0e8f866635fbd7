-- Averages of decimals are rounded to their scale by Trino, and ratios of decimals too: these are doubles.
SELECT
  l_returnflag,
  l_linestatus,
  sum(l_quantity) AS units_sold,
  sum(l_extendedprice) AS gross_sales,
  sum(l_extendedprice * (1 - l_discount)) AS revenue,
  sum(l_extendedprice * (1 - l_discount) * (1 + l_tax)) AS charge,
  avg(CAST(l_quantity AS double)) AS average_quantity,
  avg(CAST(l_extendedprice AS double)) AS average_price,
  avg(CAST(l_discount AS double)) AS average_discount,
  count(*) AS line_items
FROM tpch.lineitem
WHERE l_shipdate <= date '1998-12-01' - interval '90' day
GROUP BY l_returnflag, l_linestatus
ORDER BY l_returnflag, l_linestatus;
